import { randomBytes } from 'node:crypto'
import { createKafka, createLogger, createTopic } from '@rollcall/platform'
import type { Admin, Kafka, Producer } from 'kafkajs'
import { sharedEngines } from '../../../tests/support/system.ts'
import { waitFor } from '../../../tests/support/wait-for.ts'
import { ProgressWatch } from './progress-watch.ts'

const HOUR = 3_600_000
const log = createLogger('test', 'silent')

let topic: string
let group: string
let kafka: Kafka
let producer: Producer
let admin: Admin
let watch: ProgressWatch

beforeAll(async () => {
  kafka = createKafka([sharedEngines().kafka], 'test', log)
  admin = kafka.admin()
  producer = kafka.producer()
  await Promise.all([admin.connect(), producer.connect()])
})
beforeEach(async () => {
  const name = `t${randomBytes(4).toString('hex')}`
  topic = `${name}.waiting`
  group = `${name}.group`
  await createTopic(kafka, topic, { partitions: 2, replicas: 1 })
  await waitFor('the topic', async () => (await admin.fetchTopicOffsets(topic)).length === 2)
  watch = new ProgressWatch({ kafka, topic, group, log })
})
afterEach(() => watch.stop())
afterAll(() => Promise.all([admin.disconnect(), producer.disconnect()]))

const write = (partition: number, ...hoursAgo: number[]) =>
  producer.send({
    topic,
    messages: hoursAgo.map((hours) => ({ partition, value: 'x', timestamp: String(Date.now() - hours * HOUR) })),
  })
/** As a consumer that has taken so much and is gone. */
async function take(...offsets: number[]): Promise<void> {
  const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 50 })
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve))
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await consumer.run({ autoCommit: false, eachBatch: async () => {} })
  await joined
  await consumer.commitOffsets(offsets.map((offset, partition) => ({ topic, partition, offset: String(offset) })))
  await consumer.disconnect()
}
const look = async () => {
  watch.start((error) => {
    throw error
  })
  return waitFor('a look', () => watch.oldestWaitsMs(Date.now()) !== undefined)
}
const hoursWaited = () => Math.round((watch.oldestWaitsMs(Date.now()) ?? -HOUR) / HOUR)

test('what waits in a partition that no consumer has is seen, with the age of its oldest record', async () => {
  await write(0, 90, 50, 10)
  await write(1, 400)
  await take(1, 1)
  await look()
  expect(watch.lag()).toContainEqual({ partition: 0, waiting: 2 })
  expect(watch.lag()).toContainEqual({ partition: 1, waiting: 0 })
  expect(hoursWaited()).toBe(50)
})

test('a topic of which nothing was ever taken waits from its beginning', async () => {
  await write(1, 20, 5)
  await look()
  expect(watch.lag()).toContainEqual({ partition: 1, waiting: 2 })
  expect(hoursWaited()).toBe(20)
})

test('nobody has looked: nothing is said; nothing waits: 0', async () => {
  expect(watch.oldestWaitsMs(Date.now())).toBeUndefined()
  await look()
  expect(watch.oldestWaitsMs(Date.now() + HOUR)).toBe(0)
})
