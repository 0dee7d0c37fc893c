import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const GIVEN = /^[\w.:-]{1,100}$/
const instance = randomBytes(5).toString('hex')
let count = 0

/** The caller's own X-Request-Id where it is a decent one, else a new one. It travels to Kafka and the consumer's log. */
export function requestIdOf(req: IncomingMessage): string {
  const given = req.headers['x-request-id']
  if (typeof given === 'string' && GIVEN.test(given)) return given
  count += 1
  return `${instance}-${count.toString(36)}`
}
