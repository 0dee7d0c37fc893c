import { connectRedis, createKafka, createLogger, createTopic, type Pool, quitRedis } from '@rollcall/platform'
import type { Stack } from '../stack/stack.ts'
import { LOOSE_TOPIC } from './contenders/loose-topic.ts'

/** The tables of those that are not Rollcall. */
export type OwnTable = 'simple' | 'loose' | 'bare'

const PARTITIONS = 8
const COLUMNS = `user_id integer NOT NULL, school_id integer NOT NULL, type text NOT NULL, at timestamptz NOT NULL,
  temperature numeric(4, 2)`

/** Schools in UTC, their people, and the stores of the other contenders. */
export async function prepareDistrict(stack: Stack, schools: number, peopleEach: number): Promise<void> {
  const { pool } = stack
  await pool.query(
    `INSERT INTO roster.schools (id, name, time_zone, opens_at, closes_at)
     SELECT id, 'School ' || id, 'UTC', '08:00', '15:00' FROM generate_series(1, $1::int) AS id`,
    [schools],
  )
  await pool.query(
    `INSERT INTO roster.users (id, school_id, name)
     SELECT id, 1 + (id - 1) / $2::int, 'Person ' || id FROM generate_series(1, $1::int * $2::int) AS id`,
    [schools, peopleEach],
  )
  await pool.query(
    `INSERT INTO roster.enrolments (user_id, school_id, from_date) SELECT id, school_id, '2020-01-01' FROM roster.users`,
  )
  await pool.query(`CREATE SCHEMA benchmark;
    CREATE TABLE benchmark.simple (${COLUMNS}, PRIMARY KEY (user_id, at, type));
    CREATE TABLE benchmark.loose (${COLUMNS});
    CREATE TABLE benchmark.bare (LIKE attendance.events INCLUDING INDEXES);
    ANALYZE`)
  const kafka = createKafka(stack.urls.kafka.split(','), 'benchmark', createLogger('benchmark', 'silent'))
  await createTopic(kafka, stack.names.topic(LOOSE_TOPIC), { partitions: PARTITIONS, replicas: 1 })
}

/** Nobody is in yet: every pass begins with the same empty tables and the same empty gate. */
export async function beginMorning(stack: Stack): Promise<void> {
  await emptyTables(stack.pool)
  await dropKeys(stack, stack.names.key(''))
}

const emptyTables = (pool: Pool) =>
  pool.query(`TRUNCATE attendance.events, attendance.user_days, attendance.school_days, attendance.fever_events,
    benchmark.simple, benchmark.loose, benchmark.bare`)

async function dropKeys(stack: Stack, prefix: string): Promise<void> {
  const redis = connectRedis(stack.urls.redis, createLogger('benchmark', 'silent'))
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1_000 }))
      if (keys.length > 0) await redis.unlink(keys)
  } finally {
    await quitRedis(redis)
  }
}
