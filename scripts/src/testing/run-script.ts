import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { connectMongo, createKafka, createLogger, createPool, DEAD_LETTERS, Names } from '@rollcall/platform'

const silent = createLogger('test', 'silent')
const engine = (variable: string): string => {
  const url = process.env[variable]
  if (!url) throw new Error(`${variable} is not set: the tests' engines are not running`)
  return url
}

/** Engines of a test's own, by a namespace, as a script finds them in its environment. */
export function ownStores() {
  const namespace = `t${randomBytes(6).toString('hex')}`
  const names = new Names(namespace)
  const environment = {
    NAMESPACE: namespace,
    DATABASE_URL: engine('TEST_POSTGRES_URL'),
    KAFKA_BROKERS: engine('TEST_KAFKA_BROKERS'),
    MONGO_URL: engine('TEST_MONGO_URL'),
    REDIS_URL: engine('TEST_REDIS_URL'),
  }
  const databaseUrl = names.databaseUrl(environment.DATABASE_URL)
  return {
    names,
    environment,
    openDatabase: () => createPool(databaseUrl, { max: 2, service: 'test' }, silent),
    remove: async () => {
      const server = createPool(environment.DATABASE_URL, { max: 1, service: 'test' }, silent)
      await server.query(`DROP DATABASE IF EXISTS "${new URL(databaseUrl).pathname.slice(1)}" WITH (FORCE)`)
      await server.end()
      const admin = createKafka([environment.KAFKA_BROKERS], 'test', silent).admin()
      await admin.connect()
      await admin.deleteTopics({ topics: (await admin.listTopics()).filter((topic) => topic.startsWith(namespace)) })
      await admin.disconnect()
      const { client, db } = connectMongo(environment.MONGO_URL)
      await db.collection(names.collection(DEAD_LETTERS)).drop()
      await client.close()
    },
  }
}

export interface ScriptResult {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs a script as npm does: as a process of its own, from dist, with what is typed into it. */
export function runScript(
  name: string,
  args: readonly string[],
  env: Record<string, string>,
  typed = '',
): Promise<ScriptResult> {
  const script = fileURLToPath(new URL(`../../dist/${name}.js`, import.meta.url))
  const child = spawn(process.execPath, [script, ...args], { env: { PATH: process.env.PATH, ...env } })
  const read = { out: '', err: '' }
  child.stdin.on('error', () => {})
  child.stdin.end(typed)
  child.stdout.on('data', (chunk) => {
    read.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    read.err += chunk
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...read })))
}
