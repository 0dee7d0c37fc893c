import { ATTENDANCE_TOPIC, createKafka, createLogger, Names } from '@rollcall/platform'
import express from 'express'
import { Redis } from 'ioredis'
import { LOOSE_TOPIC } from './loose-topic.ts'
import { required, serve } from './serve.ts'

// Answers first: Redis is told afterwards, in hashes of a hundred people, and what it did not know waits in memory until it is
// flushed to Kafka.
const PEOPLE_A_HASH = 100
const FLUSH_EVERY_MS = 5_000
const MESSAGES_A_SEND = 1_000

const names = new Names(process.env.NAMESPACE)
const redis = new Redis(required('REDIS_URL'), { enableAutoPipelining: true })
const kafka = createKafka(
  required('KAFKA_BROKERS').split(','),
  ATTENDANCE_TOPIC,
  createLogger('fast-and-loose', 'warn'),
)
const producer = kafka.producer({ allowAutoTopicCreation: false })
await producer.connect()
const topic = names.topic(LOOSE_TOPIC)

let buffer: { value: string }[] = []
let flushing = Promise.resolve()

async function flush(): Promise<void> {
  const messages = buffer
  buffer = []
  for (let first = 0; first < messages.length; first += MESSAGES_A_SEND)
    await producer.send({ topic, messages: messages.slice(first, first + MESSAGES_A_SEND) })
}
setInterval(() => {
  flushing = flushing.then(flush).catch((error) => console.error(error))
}, FLUSH_EVERY_MS)

const app = express()
app.use(express.json())
app.get('/health', async (_req, res) => {
  await flushing
  res.json({ status: 'up', buffered: buffer.length })
})
app.post('/attendances', (req, res) => {
  const record = req.body
  res.status(201).json({ status: 'ok' })
  const date = new Date(record.timestamp).toISOString().slice(0, 10)
  const key = names.key(`loose:${date}:${Math.floor(record.userId / PEOPLE_A_HASH)}`)
  redis.hset(key, String(record.userId % PEOPLE_A_HASH), record.timestamp).then(
    (added) => added === 1 && buffer.push({ value: JSON.stringify(record) }),
    (error) => console.error(error),
  )
})
serve(app)
