import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { Kafka, logLevel } from 'kafkajs'
import { MongoClient } from 'mongodb'
import pg from 'pg'
import type { Engine } from './engine.ts'
import { runningPrograms } from './pid-file.ts'
import { familyOf, isAlive } from './processes.ts'
import { type Engines, startEngines } from './start-engines.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'
import { until } from './testing/until.ts'

const folder = temporaryFolder()
let stack: Engines

beforeAll(async () => {
  stack = await startEngines({ folder: folder.path })
}, 180_000) // the first time they are downloaded and built

afterAll(async () => {
  await stack?.stop()
  folder.remove()
})

/** The system's own kill -9, and a new start on the same port with the same data. */
async function crash(engine: Engine): Promise<void> {
  const family = familyOf(engine.pid ?? 0)
  await engine.kill()
  expect(engine.pid).toBeUndefined()
  expect(family.filter(isAlive)).toEqual([])
  await engine.start()
}

test('Postgres keeps what was committed over kill -9', async () => {
  await sql('CREATE TABLE kept (name text)')
  await sql("INSERT INTO kept VALUES ('Ada')")
  await crash(stack.engines.postgres)
  expect(await sql('SELECT name FROM kept')).toEqual([{ name: 'Ada' }])
  const settings = "SELECT current_setting('TimeZone') AS zone, current_setting('fsync') AS fsync, upper('é') AS upper"
  expect(await sql(settings)).toEqual([{ zone: 'UTC', fsync: 'on', upper: 'É' }])
})

test('Mongo keeps an acknowledged insert over kill -9', async () => {
  await mongo((client) => client.db().collection('kept').insertOne({ name: 'Ada' }))
  await crash(stack.engines.mongo)
  const found = await mongo((client) => client.db().collection('kept').findOne({ name: 'Ada' }))
  expect(found?.name).toBe('Ada')
})

test('Kafka keeps an acknowledged record over kill -9, and makes no topic by itself', async () => {
  const connected = () => new Kafka({ brokers: [stack.urls.kafka], logLevel: logLevel.NOTHING })
  const admin = connected().admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }], waitForLeaders: false })
  await until(async () => (await admin.listTopics()).includes('kept'))
  await admin.disconnect()
  const producer = connected().producer()
  await producer.connect()
  await producer.send({ topic: 'kept', acks: -1, messages: [{ value: 'Ada' }] })
  await producer.disconnect()

  await crash(stack.engines.kafka)

  const again = connected().admin()
  await again.connect()
  expect(await again.fetchTopicOffsets('kept')).toMatchObject([{ partition: 0, high: '1' }])
  expect(await again.listTopics()).toEqual(['kept'])
  await again.disconnect()
})

test('Redis starts empty again and throws nothing away', async () => {
  expect(await redis('SET name Ada')).toBe('+OK')
  await crash(stack.engines.redis)
  expect(await redis('GET name')).toBe('$-1')
  expect(await redis('CONFIG GET maxmemory-policy')).toContain('noeviction')
})

test('a paused engine does not answer, and goes on where it was', async () => {
  stack.engines.redis.pause()
  const answer = redis('PING')
  const quick = redis('PING', 200)
  await expect(quick).rejects.toThrow('no answer')
  stack.engines.redis.resume()
  expect(await answer).toBe('+PONG')
})

test('stop leaves no process behind, nor a pid file', async () => {
  const families = Object.values(stack.engines).flatMap((engine) => familyOf(engine.pid ?? 0))
  expect(families.length).toBeGreaterThan(4) // Postgres has several
  await stack.stop()
  expect(families.filter(isAlive)).toEqual([])
  expect(runningPrograms(folder.path)).toEqual([])
})

test('started again, each is on its former port, with its data', async () => {
  const before = stack.urls
  stack = await startEngines({ folder: folder.path, only: ['redis', 'postgres', 'mongo'] })
  expect(stack.urls).toEqual({ redis: before.redis, postgres: before.postgres, mongo: before.mongo })
  expect(await sql('SELECT name FROM kept')).toEqual([{ name: 'Ada' }])
})

async function sql(statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: stack.urls.postgres })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

async function mongo<T>(work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(stack.urls.mongo)
  try {
    return await work(client)
  } finally {
    await client.close()
  }
}

/** One command, then QUIT: the answer is all that comes before "+OK" of the latter. */
async function redis(command: string, withinMs = 20_000): Promise<string> {
  const socket = connect(Number(new URL(stack.urls.redis).port), '127.0.0.1')
  socket.setTimeout(withinMs, () => socket.destroy(new Error('no answer')))
  socket.write(`${command}\r\nQUIT\r\n`)
  return (await text(socket)).replace(/\+OK\r\n$/, '').trim()
}
