import {
  connectMongo,
  connectRedis,
  createKafka,
  createLogger,
  createPool,
  DEAD_LETTERS,
  Names,
  quitRedis,
} from '@rollcall/platform'
import type { StoreUrls } from '../start/stores.ts'

const log = createLogger('stack', 'silent')

/** Takes a namespace out of engines that others use as well; `spare` are those that go away by themselves. */
export async function dropNamespace(namespace: string, urls: StoreUrls, spare: readonly string[]): Promise<void> {
  const names = new Names(namespace)
  const drops: Record<keyof StoreUrls, () => Promise<void>> = {
    postgres: () => dropDatabase(urls.postgres, names),
    kafka: () => dropTopics(urls.kafka, names),
    redis: () => dropKeys(urls.redis, names),
    mongo: () => dropLetters(urls.mongo, names),
  }
  const wanted = Object.entries(drops).filter(([engine]) => !spare.includes(engine))
  const outcomes = await Promise.allSettled(wanted.map(([, drop]) => drop()))
  const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  if (failed.length > 0) throw new AggregateError(failed, `Some of the namespace ${namespace} could not be removed`)
}

async function dropDatabase(url: string, names: Names): Promise<void> {
  const server = createPool(url, { max: 1, service: 'stack' }, log)
  try {
    const name = new URL(names.databaseUrl(url)).pathname.slice(1)
    await server.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
  } finally {
    await server.end()
  }
}

async function dropTopics(brokers: string, names: Names): Promise<void> {
  const admin = createKafka(brokers.split(','), 'stack', log).admin()
  await admin.connect()
  try {
    const ours = names.topic('')
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(ours))
    if (topics.length > 0) await admin.deleteTopics({ topics })
    const { groups } = await admin.listGroups()
    const empty = groups.map(({ groupId }) => groupId).filter((group) => group.startsWith(ours))
    if (empty.length > 0) await admin.deleteGroups(empty)
  } finally {
    await admin.disconnect()
  }
}

async function dropKeys(url: string, names: Names): Promise<void> {
  const redis = connectRedis(url, log)
  try {
    for await (const keys of redis.scanStream({ match: `${names.key('')}*`, count: 1_000 })) {
      if (keys.length > 0) await redis.unlink(keys)
    }
  } finally {
    await quitRedis(redis)
  }
}

async function dropLetters(url: string, names: Names): Promise<void> {
  const { client, db } = connectMongo(url)
  try {
    await db.collection(names.collection(DEAD_LETTERS)).drop()
  } finally {
    await client.close()
  }
}
