import { GateDoubt, Ledger } from '@rollcall/ledger'
import {
  ATTENDANCE_TOPIC,
  connectMongo,
  connectRedis,
  connectRedisOnce,
  createKafka,
  createPool,
  DeadLetterStore,
  HrClient,
  type Lifecycle,
  type Logger,
  Names,
  Publisher,
  quitRedis,
  topicState,
} from '@rollcall/platform'
import type { z } from 'zod'
import { beginChanges } from './begin-changes/begin-changes.ts'
import { closeDays } from './close-days/close-days.ts'
import type { config } from './config.ts'
import { flushRedis } from './flush-redis/flush-redis.ts'
import { keepPartitions } from './keep-partitions/keep-partitions.ts'
import { reconcile } from './reconcile/reconcile.ts'
import { replayDeadLetters } from './replay-dead-letters/replay-dead-letters.ts'
import type { Task } from './runs/task.ts'
import { syncLeave } from './sync-leave/sync-leave.ts'

const NAME = 'tasks'
type Settings = z.infer<z.ZodObject<typeof config>>

/** The stores and the table of tasks: the same for the service and for a run by hand. */
export async function createParts(settings: Settings, lifecycle: Lifecycle, log: Logger) {
  const names = new Names(settings.NAMESPACE)
  const pool = createPool(
    names.databaseUrl(settings.DATABASE_URL),
    { max: settings.DATABASE_POOL, service: NAME, statementTimeoutMs: 10 * 60_000 },
    log,
  )
  lifecycle.onStop('postgres', () => pool.end())
  const redis = connectRedis(settings.REDIS_URL, log)
  lifecycle.onStop('redis', () => quitRedis(redis))
  const gateRedis = connectRedisOnce(settings.REDIS_URL, log)
  lifecycle.onStop('gate redis', () => quitRedis(gateRedis))
  const mongo = connectMongo(settings.MONGO_URL)
  lifecycle.onStop('mongo', () => mongo.client.close())
  const kafka = createKafka(settings.KAFKA_BROKERS, NAME, log)
  const topic = names.topic(ATTENDANCE_TOPIC)
  const publisher = new Publisher(kafka, topic)
  await publisher.connect()
  lifecycle.onStop('kafka', () => publisher.disconnect())

  const letters = new DeadLetterStore(mongo.db, names)
  const ledger = new Ledger(pool, new GateDoubt(gateRedis, names))
  const { partitions } = await topicState(kafka, topic)
  const tasks: Task[] = [
    flushRedis(redis, names),
    replayDeadLetters(letters, publisher, partitions),
    closeDays(ledger, log),
    keepPartitions(ledger, pool),
    reconcile(ledger, log) as Task,
    beginChanges(pool),
  ]
  const { HR_URL, HR_TOKEN } = settings
  if (HR_URL) {
    const client = new HrClient({ url: HR_URL, token: HR_TOKEN ?? '' })
    tasks.push(syncLeave({ client, pool, ledger }) as Task)
  }
  return { names, pool, redis, mongo, kafka, topic, letters, tasks }
}
