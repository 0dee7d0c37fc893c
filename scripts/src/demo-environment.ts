import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** Written by `npm start`. */
const DEMO = fileURLToPath(new URL('../../.rollcall/demo.json', import.meta.url))

interface Demo {
  readonly hr?: { readonly url: string; readonly token: string } | null
  readonly engines?: Readonly<Partial<Record<'redis' | 'kafka' | 'postgres' | 'mongo', string>>>
}

/**
 * The environment, with the running demo's engines where DATABASE_URL is not set. With it set nothing is added: the demo's
 * Kafka has no business with another system's database.
 */
export async function demoEnvironment(env: NodeJS.ProcessEnv, file = DEMO): Promise<NodeJS.ProcessEnv> {
  if (env.DATABASE_URL) return env
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  if (text === undefined) return env
  // Whoever reads the environment checks what is in it.
  const { engines = {}, hr }: Demo = JSON.parse(text)
  process.stderr.write('DATABASE_URL is not set: using the demo of this machine (.rollcall/demo.json)\n')
  return {
    ...env,
    DATABASE_URL: engines.postgres,
    KAFKA_BROKERS: env.KAFKA_BROKERS || engines.kafka,
    MONGO_URL: env.MONGO_URL || engines.mongo,
    REDIS_URL: env.REDIS_URL || engines.redis,
    ...(hr && !env.HR_URL && { HR_URL: hr.url, HR_TOKEN: hr.token }),
  }
}
