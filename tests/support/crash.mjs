/**
 * Loaded before attendance-service (node --import): kills the process at CRASH_POINT, right after look, publish or mark, when
 * the batch has somebody of CRASH_USER in it. The service itself knows nothing of it.
 */
import { CheckInGate } from '../../attendance-service/dist/gate/check-in-gate.js'
import { Publisher } from '../../platform/dist/index.js'

const { CRASH_POINT: point, CRASH_USER: user } = process.env

function crashAfter(type, method, concerns) {
  const original = type.prototype[method]
  type.prototype[method] = async function (...args) {
    const result = await original.apply(this, args)
    if (method === point && concerns(args)) process.kill(process.pid, 'SIGKILL')
    return result
  }
}

const has = (passages) => passages.some((passage) => String(passage.userId) === user)
crashAfter(CheckInGate, 'look', ([passages]) => has(passages))
crashAfter(CheckInGate, 'mark', ([, passages]) => has(passages))
crashAfter(Publisher, 'publish', ([records]) => records.some(({ key }) => key.startsWith(`${user}-`)))
