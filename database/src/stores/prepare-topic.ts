import { setTimeout } from 'node:timers/promises'
import { createTopic, type Kafka, type Pool, type PoolClient, topicState } from '@rollcall/platform'
import { REMEDY } from '../migrations/applied-migrations.ts'
import { MigrationError } from '../migrations/migration-files.ts'
import { withSchemaLock } from '../migrations/schema-lock.ts'

export interface PreparedTopic {
  readonly topicId: string
  readonly partitions: number
  readonly made: boolean
}

/**
 * Makes the topic where it is missing, and knows it by an identity of our own: offsets of a topic that was deleted and made
 * again are those of other records. The new identity is written before the topic is there, so that a crash in between can
 * only give a topic one identity too many, never an old one.
 */
export async function prepareTopic(
  pool: Pool,
  kafka: Kafka,
  topic: string,
  wanted: { partitions: number; replicas: number },
): Promise<PreparedTopic> {
  return withSchemaLock(pool, async (client) => {
    if (!(await topicExists(kafka, topic))) {
      const topicId = await newIdentity(client, topic, wanted.partitions)
      await makeTopic(kafka, topic, wanted)
      return { topicId, partitions: wanted.partitions, made: true }
    }
    const { partitions } = await topicState(kafka, topic)
    const known = await knownTopic(client, topic)
    // With another number of partitions it is not the topic that we knew: somebody made it again behind our back.
    const topicId = known?.partitions === partitions ? known.topicId : await newIdentity(client, topic, partitions)
    return { topicId, partitions, made: false }
  })
}

const SEEN_WITHIN_MS = 30_000
const LOOK_EVERY_MS = 100

async function makeTopic(kafka: Kafka, topic: string, wanted: { partitions: number; replicas: number }): Promise<void> {
  try {
    await createTopic(kafka, topic, wanted)
  } catch (error) {
    throw new Error(`Topic ${topic} could not be made: ${reasonOf(error)}`, { cause: error })
  }
  const deadline = performance.now() + SEEN_WITHIN_MS
  while (!(await topicExists(kafka, topic))) {
    if (performance.now() > deadline) throw new Error(`Topic ${topic} was made, but the broker does not show it`)
    await setTimeout(LOOK_EVERY_MS)
  }
}

/** kafkajs says only that there were errors; what they are is in a list inside. */
function reasonOf(error: unknown): string {
  const inside = (error as { errors?: unknown }).errors
  const errors = Array.isArray(inside) ? inside : [error]
  return errors.map((each) => (each instanceof Error ? each.message : String(each))).join('; ')
}

async function topicExists(kafka: Kafka, topic: string): Promise<boolean> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    return (await admin.listTopics()).includes(topic)
  } finally {
    await admin.disconnect()
  }
}

/** The identity of the topic as it is now: what its offsets are offsets of. */
export async function topicId(pool: Pool, topic: string): Promise<string> {
  const known = await knownTopic(pool, topic)
  if (!known) throw new MigrationError(`The topic ${topic} was never prepared: ${REMEDY}`)
  return known.topicId
}

async function knownTopic(from: Pool | PoolClient, topic: string) {
  const { rows } = await from.query<{ topicId: string; partitions: number }>(
    'SELECT topic_id AS "topicId", partitions FROM operations.topics WHERE name = $1',
    [topic],
  )
  return rows[0]
}

async function newIdentity(client: PoolClient, topic: string, partitions: number): Promise<string> {
  const { rows } = await client.query<{ topicId: string }>(
    `INSERT INTO operations.topics (name, partitions) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE
       SET topic_id = gen_random_uuid(), partitions = excluded.partitions, created_at = now()
     RETURNING topic_id AS "topicId"`,
    [topic, partitions],
  )
  const [row] = rows
  if (!row) throw new Error('an upsert returned no row')
  return row.topicId
}
