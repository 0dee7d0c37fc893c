import type { Contender } from './contender.ts'
import { drainLoose, drainRollcall, until } from './drain.ts'
import { type HttpContender, httpContender } from './http-contender.ts'
import { bareInsert, consumer } from './intake-contenders.ts'
import type { Stage } from './stage.ts'

const rollcall = {
  server: (stage: Stage) => stage.service('attendance-service'),
  headers: (stage: Stage) => ({ authorization: `Bearer ${stage.deviceKey}` }),
  drain: drainRollcall,
  table: 'attendance.events',
} as const satisfies Partial<HttpContender>

export const single: HttpContender = {
  name: 'single',
  about: 'POST /attendances: 201 after the acknowledgement of the broker',
  ...rollcall,
}

export const fastAndLoose: HttpContender = {
  name: 'fast-and-loose',
  about: 'answers first, Redis afterwards, memory to Kafka each 5 s',
  server: (stage) => stage.contender('fast-and-loose'),
  settle: untilFlushed,
  drain: drainLoose,
  table: 'benchmark.loose',
}

/** In the order in which they take their turns: those that are compared come one after the other. */
export const contenders: readonly Contender[] = [
  httpContender({
    name: 'empty-server',
    about: 'node:http that parses the body: the limit',
    server: (stage) => stage.contender('empty-server'),
  }),
  httpContender(single),
  httpContender(fastAndLoose),
  ...([100, 500] as const).map((batch) =>
    httpContender({
      name: `batch-${batch}`,
      about: `POST /attendances/batch, ${batch} a request`,
      path: '/attendances/batch',
      batch,
      ...rollcall,
    }),
  ),
  httpContender({
    name: 'simple',
    about: 'Express, and an INSERT with a unique key for each request',
    server: (stage) => stage.contender('simple'),
    table: 'benchmark.simple',
  }),
  consumer,
  bareInsert,
]

/** What it has answered is in memory until then. */
async function untilFlushed(url: string): Promise<void> {
  await until('the buffer to be flushed', async () => {
    const answer = await fetch(`${url}/health`)
    return ((await answer.json()) as { buffered: number }).buffered === 0
  })
}
