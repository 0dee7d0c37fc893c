import { createKafka, createLogger, createPool, Names } from '@rollcall/platform'
import type { Arrival } from '../arrivals.ts'
import { insertArrivals } from './insert-arrivals.ts'
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
    await insertArrivals(pool, 'loose', arrivals)
    await heartbeat()
  },
})

// Leaving the group, so that the next one need not wait for us.
serve(
  (_req, res) => res.end('{"status":"up"}'),
  () => consumer.disconnect(),
)
