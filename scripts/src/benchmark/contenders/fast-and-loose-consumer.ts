import { createKafka, createLogger, createPool, Names } from '@rollcall/platform'
import type { Arrival } from '../arrivals.ts'
import { LOOSE_TOPIC } from './loose-topic.ts'
import { required, serve } from './serve.ts'

// The other half of the fast-and-loose way: from Kafka into a table, as it comes.
const log = createLogger('fast-and-loose-consumer', 'warn')
const names = new Names(process.env.NAMESPACE)
const pool = createPool(names.databaseUrl(required('DATABASE_URL')), { max: 4, service: 'fast-and-loose' }, log)
const topic = names.topic(LOOSE_TOPIC)
const consumer = createKafka(required('KAFKA_BROKERS').split(','), 'fast-and-loose', log).consumer({ groupId: topic })
await consumer.connect()
await consumer.subscribe({ topics: [topic], fromBeginning: true })
await consumer.run({
  eachBatch: async ({ batch, heartbeat }) => {
    const arrivals: Arrival[] = batch.messages.map(({ value }) => JSON.parse(String(value)))
    await insert(arrivals)
    await heartbeat()
  },
})

// Leaving the group, so that the next one need not wait for us.
serve(
  (_req, res) => res.end('{"status":"up"}'),
  () => consumer.disconnect(),
)

function insert(arrivals: readonly Arrival[]) {
  return pool.query(
    `INSERT INTO benchmark.loose (user_id, school_id, type, at, temperature)
     SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::timestamptz[], $5::numeric[])`,
    [
      arrivals.map((each) => each.userId),
      arrivals.map((each) => each.schoolId),
      arrivals.map((each) => each.type),
      arrivals.map((each) => new Date(each.timestamp).toISOString()),
      arrivals.map((each) => each.temperature),
    ],
  )
}
