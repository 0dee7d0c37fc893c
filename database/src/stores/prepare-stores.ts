import {
  ATTENDANCE_TOPIC,
  connectMongo,
  createKafka,
  createPool,
  DEAD_LETTERS,
  type Logger,
  Names,
} from '@rollcall/platform'
import { migrateUp } from '../migrations/migrate.ts'
import { grantEdge } from '../roles/grant-edge.ts'
import { makeRoles, roleOf } from '../roles/make-roles.ts'
import { createDatabase } from './create-database.ts'
import { prepareDeadLetters } from './prepare-dead-letters.ts'
import { type PreparedTopic, prepareTopic } from './prepare-topic.ts'
import type { StoresConfig } from './stores-config.ts'

export interface PreparedStores {
  readonly databaseMade: boolean
  readonly migrations: readonly string[]
  readonly topic: PreparedTopic
}

/** Database, schema, topic and indexes: everything that the services expect to be there. Safe to repeat, and side by side. */
export async function prepareStores(given: {
  readonly config: StoresConfig
  readonly log: Logger
  /** Told each step in a sentence; the log by default. */
  readonly progress?: (line: string) => void
}): Promise<PreparedStores> {
  const { config, log, progress = (line) => log.info(line) } = given
  const names = new Names(config.NAMESPACE)
  const url = names.databaseUrl(config.DATABASE_URL)

  if (config.POSTGRES_ADMIN_URL) {
    await makeRoles(config.POSTGRES_ADMIN_URL, { owner: url, edge: config.EDGE_DATABASE_URL }, log)
    progress(`role ${roleOf(url)} owns the database`)
  }
  const databaseMade = await createDatabase(url, log)
  if (databaseMade) progress(`database ${new URL(url).pathname.slice(1)} made`)
  const pool = createPool(url, { max: 2, service: 'migrate' }, log)
  try {
    const migrations = await migrateUp(pool, { progress: (name) => progress(`migration ${name} applied`) })
    if (migrations.length === 0) progress('schema is up to date')

    if (config.EDGE_DATABASE_URL) {
      await grantEdge(pool, roleOf(config.EDGE_DATABASE_URL))
      progress(`role ${roleOf(config.EDGE_DATABASE_URL)} may do what the edge needs`)
    }

    const topic = await attendanceTopic(pool, config, names, log)
    progress(
      `topic ${names.topic(ATTENDANCE_TOPIC)} ${topic.made ? 'made' : 'is there'}: ${topic.partitions} partitions`,
    )

    await deadLetters(config, names.collection(DEAD_LETTERS))
    progress(`indexes of ${names.collection(DEAD_LETTERS)} are there`)
    return { databaseMade, migrations, topic }
  } finally {
    await pool.end()
  }
}

function attendanceTopic(pool: Parameters<typeof prepareTopic>[0], config: StoresConfig, names: Names, log: Logger) {
  const kafka = createKafka(config.KAFKA_BROKERS, 'migrate', log)
  const wanted = { partitions: config.KAFKA_PARTITIONS, replicas: config.KAFKA_REPLICAS }
  return prepareTopic(pool, kafka, names.topic(ATTENDANCE_TOPIC), wanted)
}

async function deadLetters(config: StoresConfig, collection: string): Promise<void> {
  const { client, db } = connectMongo(config.MONGO_URL)
  try {
    await prepareDeadLetters(db, collection)
  } finally {
    await client.close()
  }
}
