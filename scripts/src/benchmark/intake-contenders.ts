import { ATTENDANCE_TOPIC, createKafka, createLogger, Publisher, partitionOf, topicState } from '@rollcall/platform'
import { type Arrivals, arrivalsOf, recordOf } from './arrivals.ts'
import type { Contender } from './contender.ts'
import type { InsertOrder } from './contenders/bare-insert.ts'
import { count } from './count.ts'
import { beginMorning } from './district.ts'
import { until, untilTaken } from './drain.ts'
import type { Pass } from './result.ts'
import type { Stage } from './stage.ts'
import { Worker } from './worker.ts'

const RECORDS_A_SEND = 2_000
const PUBLISH_WITHIN_MS = 10_000
const LOOK_EVERY_MS = 10

/** dashboard-service is warm and held still while the topic is filled; the clock runs from when it is let go. */
export const consumer: Contender = {
  name: 'consumer',
  about: 'dashboard-service draining a full topic into the ledger',
  async pass(stage) {
    await beginMorning(stage.stack)
    const { warmUp, measured } = stage.arrivals()
    const dashboard = await stage.service('dashboard-service')
    const seconds = await stage.running(dashboard, async () => {
      await fill(stage, warmUp)
      await untilStored(stage, warmUp.count)
      dashboard.pause()
      try {
        await fill(stage, measured)
      } finally {
        dashboard.resume()
      }
      const start = performance.now()
      await untilStored(stage, warmUp.count + measured.count)
      const taken = (performance.now() - start) / 1_000
      const { names } = stage.stack
      await untilTaken(stage, names.topic(ATTENDANCE_TOPIC), names.group('dashboard-service'))
      return taken
    })
    return passOf(seconds, await count(stage.stack.pool, 'attendance.events', measured, []))
  },
}

export const bareInsert: Contender = {
  name: 'bare-insert',
  about: 'the same records by a batched INSERT and nothing else',
  async pass(stage) {
    const { stack } = stage
    await beginMorning(stack)
    const databaseUrl = stack.names.databaseUrl(stack.urls.postgres)
    const { warmUp, measured } = stage.arrivals()
    const worker = new Worker<InsertOrder, { seconds: number }>(new URL('./contenders/bare-insert.js', import.meta.url))
    try {
      await worker.do({ databaseUrl, arrivals: warmUp })
      const { seconds } = await worker.do({ databaseUrl, arrivals: measured })
      return passOf(seconds, await count(stack.pool, 'benchmark.bare', measured, []))
    } finally {
      await worker.stop()
    }
  },
}

const passOf = (seconds: number, counted: Awaited<ReturnType<typeof count>>): Pass => ({
  requestsPerSecond: null,
  recordsPerSecond: counted.stored / seconds,
  p50: null,
  p99: null,
  ...counted,
})

/** As attendance-service would, each record acknowledged by the broker. */
async function fill({ stack }: Stage, arrivals: Arrivals): Promise<void> {
  const kafka = createKafka(stack.urls.kafka.split(','), 'benchmark', createLogger('benchmark', 'silent'))
  const topic = stack.names.topic(ATTENDANCE_TOPIC)
  const { partitions } = await topicState(kafka, topic)
  const outgoing = arrivalsOf(arrivals).map((each) => {
    const record = recordOf(each)
    return { partition: partitionOf(each.schoolId, partitions), key: record.id, value: JSON.stringify(record) }
  })
  const publisher = new Publisher(kafka, topic)
  await publisher.connect()
  try {
    for (let first = 0; first < outgoing.length; first += RECORDS_A_SEND)
      await publisher.publish(outgoing.slice(first, first + RECORDS_A_SEND), PUBLISH_WITHIN_MS)
  } finally {
    await publisher.disconnect()
  }
}

/** By the schools' counters: a hundred rows, however many events there are. */
const untilStored = ({ stack }: Stage, events: number): Promise<void> =>
  until(
    `${events} records to be stored`,
    async () => {
      const { rows } = await stack.pool.query(
        'SELECT coalesce(sum(events), 0)::int AS events FROM attendance.school_days',
      )
      return rows[0].events >= events
    },
    LOOK_EVERY_MS,
  )
