import { requireSchema } from '@rollcall/database'
import {
  CHANGES_CHANNEL,
  connectRedis,
  createLogger,
  createPool,
  logConfig,
  Names,
  namespaceConfig,
  type Pool,
  postgresConfig,
  quitRedis,
  readConfig,
  redisConfig,
  TokenStore,
} from '@rollcall/platform'

const shape = {
  ...namespaceConfig,
  ...postgresConfig,
  REDIS_URL: redisConfig.REDIS_URL.optional(),
  LOG_LEVEL: logConfig.LOG_LEVEL.unwrap().default('fatal'),
}

export const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** Asked for when a store is needed, not for --help. */
export type Environment = () => Promise<NodeJS.ProcessEnv>

export interface Stores {
  readonly pool: Pool
  readonly tokens: TokenStore
  /** Tells the services to read the change now; without it they find it within five seconds. */
  readonly notify: () => Promise<void>
}

export type WithStores = (work: (stores: Stores) => Promise<void>) => Promise<void>

/** What an operator's commands about access need. */
export const storesOf =
  (command: string, environment: Environment): WithStores =>
  async (work) => {
    const config = readConfig(shape, await environment())
    const log = createLogger(command, config.LOG_LEVEL)
    const names = new Names(config.NAMESPACE)
    const pool = createPool(names.databaseUrl(config.DATABASE_URL), { max: 1, service: command }, log)
    const notify = async () => {
      if (!config.REDIS_URL) return
      const redis = connectRedis(config.REDIS_URL, log)
      // Not worth an error: what was asked for is done, and the services look by themselves.
      await redis.publish(names.key(CHANGES_CHANNEL), 'token').catch(() => {})
      await quitRedis(redis)
    }
    try {
      await requireSchema(pool)
      await work({ pool, tokens: new TokenStore(pool), notify })
    } finally {
      await pool.end()
    }
  }
