import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { bodiesOf } from '../arrivals.ts'
import { percentile } from '../figures.ts'
import { Acknowledged, isRecorded, type LoadOrder, type LoadResult, readBatches } from './load.ts'

const CONNECTIONS = 100
/** Of a request that is answered 503; then it counts as refused. */
const TRIES = 5

/**
 * Sends by the clock, as people come: a slow answer holds nobody back. A latency counts from when its request was due, so that
 * it contains what the request had to wait before it could be sent.
 */
export async function openLoop(order: LoadOrder & { pace: { requestsPerSecond: number } }): Promise<LoadResult> {
  const { batch } = order
  const bodies = bodiesOf(order.arrivals, batch)
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const acknowledged = new Acknowledged(order.arrivals.count)
  const answers: string[] = []
  const latencies: number[] = []
  const underWay: Promise<void>[] = []
  const everyMs = 1_000 / order.pace.requestsPerSecond
  const start = performance.now()

  async function send(number: number, triesLeft = TRIES): Promise<void> {
    const body = bodies[number] ?? ''
    const call = request(order.url, {
      method: 'POST',
      agent,
      headers: { ...order.headers, 'content-length': Buffer.byteLength(body) },
    })
    call.end(body)
    const [answer] = await once(call, 'response')
    const text = await textOf(answer)
    // As a device does: nothing was recorded for sure, and again is safe.
    if (answer.statusCode === 503 && triesLeft > 1) return sleep(1_000).then(() => send(number, triesLeft - 1))
    latencies.push(performance.now() - start - number * everyMs)
    if (batch !== undefined) answers[number] = text
    else if (isRecorded(answer.statusCode)) acknowledged.add(number)
  }

  let sent = 0
  await new Promise<void>((resolve) => {
    const beat = setInterval(() => {
      const due = Math.min(bodies.length, Math.ceil((performance.now() - start) / everyMs))
      // A request that fails has no latency, and is not acknowledged.
      while (sent < due) underWay.push(send(sent++).catch(() => {}))
      if (sent < bodies.length) return
      clearInterval(beat)
      resolve()
    }, 1)
  })
  await Promise.all(underWay)
  const seconds = (performance.now() - start) / 1_000
  if (batch !== undefined) readBatches(answers, batch, acknowledged)
  agent.destroy()
  latencies.sort((a, b) => a - b)
  return {
    seconds,
    requests: bodies.length,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    refused: acknowledged.missing(),
  }
}
