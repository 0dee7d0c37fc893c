import { ATTENDANCE_TOPIC, connectMongo, createKafka, DEAD_LETTERS, Names, readConfig } from '@rollcall/platform'
import { waitFor } from '../../../tests/support/wait-for.ts'
import { requireSchema } from '../migrations/require-schema.ts'
import {
  dropDatabase,
  engineUrl,
  openDatabase,
  randomName,
  silent,
  unusedDatabaseUrl,
} from '../testing/fresh-database.ts'
import { prepareStores } from './prepare-stores.ts'
import { topicId } from './prepare-topic.ts'
import { storesConfig } from './stores-config.ts'

const namespace = randomName()
const names = new Names(namespace)
const topic = names.topic(ATTENDANCE_TOPIC)
const config = readConfig(storesConfig, {
  NAMESPACE: namespace,
  DATABASE_URL: unusedDatabaseUrl(),
  KAFKA_BROKERS: engineUrl('TEST_KAFKA_BROKERS'),
  MONGO_URL: engineUrl('TEST_MONGO_URL'),
  KAFKA_PARTITIONS: '3',
})
const databaseUrl = names.databaseUrl(config.DATABASE_URL)
const admin = createKafka(config.KAFKA_BROKERS, 'test', silent).admin()
const mongo = connectMongo(config.MONGO_URL)
const prepare = (changed = {}) => prepareStores({ config: { ...config, ...changed }, log: silent })

beforeAll(() => admin.connect())
afterAll(async () => {
  await admin.deleteTopics({ topics: [topic] })
  await admin.disconnect()
  await mongo.db.collection(names.collection(DEAD_LETTERS)).drop()
  await mongo.client.close()
  await dropDatabase(databaseUrl)
})

/** Told is not yet known: the broker's own view of its topics comes a moment later. */
async function deleteTopic(): Promise<void> {
  await admin.deleteTopics({ topics: [topic] })
  await waitFor('the topic to go', async () => !(await admin.listTopics()).includes(topic))
}

const partitions = async () => (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions.length

async function topicRows() {
  const pool = openDatabase(databaseUrl)
  try {
    await requireSchema(pool)
    const { rows } = await pool.query('SELECT name, topic_id AS "topicId", partitions FROM operations.topics')
    expect(await topicId(pool, topic)).toBe(rows[0].topicId)
    await expect(topicId(pool, 'another')).rejects.toThrow('The topic another was never prepared: run')
    return rows
  } finally {
    await pool.end()
  }
}

test('several at once on empty engines make everything, once', async () => {
  const prepared = await Promise.all([prepare(), prepare(), prepare()])
  expect(prepared.filter((each) => each.databaseMade)).toHaveLength(1)
  expect(prepared.filter((each) => each.migrations.length > 0)).toHaveLength(1)
  expect(prepared.filter((each) => each.topic.made)).toHaveLength(1)
  expect(new Set(prepared.map((each) => each.topic.topicId)).size).toBe(1)

  expect(await topicRows()).toEqual([{ name: topic, topicId: prepared[0].topic.topicId, partitions: 3 }])
  expect(await partitions()).toBe(3)
})

test('a letter is unique by its record', async () => {
  const letters = mongo.db.collection(names.collection(DEAD_LETTERS))
  const letter = { topicId: 't', partition: 1, offset: 7 }
  await letters.insertOne({ ...letter })
  await expect(letters.insertOne({ ...letter })).rejects.toThrow(/duplicate key/i)
  await letters.insertOne({ ...letter, offset: 8 })
  await letters.insertOne({ ...letter, topicId: 'another' })
  expect((await letters.indexes()).map((index) => Object.keys(index.key))).toContainEqual(['status', 'nextAttemptAt'])
})

test('again: nothing changes, not even the partitions that are asked for by now', async () => {
  const before = await topicRows()
  const again = await prepare({ KAFKA_PARTITIONS: 5 })
  expect(again).toMatchObject({ databaseMade: false, migrations: [], topic: { made: false, partitions: 3 } })
  expect(await topicRows()).toEqual(before)
  expect(await partitions()).toBe(3)
})

test('a topic made anew has a new identity', async () => {
  const [before] = await topicRows()
  await deleteTopic()
  await prepare({ KAFKA_PARTITIONS: 5 })
  const [after] = await topicRows()
  expect(after.topicId).not.toBe(before.topicId)
  expect(after.partitions).toBe(5)
})

test('a topic that was made again behind our back, with other partitions, has a new identity too', async () => {
  const [before] = await topicRows()
  await deleteTopic()
  await admin.createTopics({ waitForLeaders: false, topics: [{ topic, numPartitions: 2 }] })
  await waitFor('the topic to come', async () => (await admin.listTopics()).includes(topic))
  await prepare()
  const [after] = await topicRows()
  expect(after.topicId).not.toBe(before.topicId)
  expect(after.partitions).toBe(2)
})

test('a database made anew gives the topic that is there an identity', async () => {
  const [before] = await topicRows()
  await dropDatabase(databaseUrl)
  expect(await prepare()).toMatchObject({ databaseMade: true, topic: { made: false } })
  const [after] = await topicRows()
  expect(after.topicId).not.toBe(before.topicId)
})

test('more replicas than brokers is told, and leaves no topic', async () => {
  await deleteTopic()
  await expect(prepare({ KAFKA_REPLICAS: 3 })).rejects.toThrow(/replication/i)
  expect(await admin.listTopics()).not.toContain(topic)
  await prepare()
})
