import autocannon from 'autocannon'
import { bodiesOf } from '../arrivals.ts'
import { Acknowledged, isRecorded, type LoadOrder, type LoadResult, readBatches } from './load.ts'

/** Anything that fails so often is not a contender any more; without a limit autocannon would connect again for ever. */
const GIVE_UP_AFTER_ERRORS = 1_000
const ANSWER_WITHIN_S = 60
/** autocannon looks whether it is done so often. */
const LOOK_EVERY_MS = 100

/** autocannon's connections, each of which sends its next body as soon as it has an answer. */
export async function closedLoop(order: LoadOrder & { pace: { connections: number } }): Promise<LoadResult> {
  const { url, headers, arrivals, batch } = order
  const bodies = bodiesOf(arrivals, batch)
  const connections = Math.min(order.pace.connections, bodies.length)
  const acknowledged = new Acknowledged(arrivals.count)
  const answers: (string | undefined)[] = []
  let answer = ''
  let connected = 0
  let last = 0
  const start = performance.now()
  const result = await autocannon({
    url,
    method: 'POST',
    headers,
    connections,
    amount: bodies.length,
    timeout: ANSWER_WITHIN_S,
    bailout: GIVE_UP_AFTER_ERRORS,
    sampleInt: LOOK_EVERY_MS,
    ...(batch !== undefined && {
      requests: [
        {
          onResponse: (_status: number, body: string) => {
            answer = body
          },
        },
      ],
    }),
    setupClient(client) {
      // autocannon gives the n-th connection as many requests as there are bodies n, n + connections, and so on.
      let sent = connected++
      client.setBody(bodies[sent])
      client.on('response', (status: number) => {
        last = performance.now()
        if (batch !== undefined) answers[sent] = answer
        else if (isRecorded(status)) acknowledged.add(sent)
        sent += connections
        if (sent < bodies.length) client.setBody(bodies[sent])
      })
    },
  })
  if (batch !== undefined) readBatches(answers, batch, acknowledged)
  const { p50, p99 } = result.latency
  // Not autocannon's own duration, which ends when it looks.
  return { seconds: (last - start) / 1_000, requests: bodies.length, p50, p99, refused: acknowledged.missing() }
}
