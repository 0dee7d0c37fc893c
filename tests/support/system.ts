import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareStores, storesConfig } from '@rollcall/database'
import {
  connectMongo,
  connectRedis,
  createLogger,
  createPool,
  type Db,
  Names,
  type Pool,
  quitRedis,
  type Redis,
  readConfig,
  type TokenKind,
  TokenStore,
} from '@rollcall/platform'
import { type ServiceName, ServiceProcess } from './service-process.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface EngineUrls {
  readonly redis: string
  readonly kafka: string
  readonly postgres: string
  readonly mongo: string
}

/** The engines that all tests share; a test that breaks one brings its own. */
export const sharedEngines = (): EngineUrls => ({
  redis: required('TEST_REDIS_URL'),
  kafka: required('TEST_KAFKA_BROKERS'),
  postgres: required('TEST_POSTGRES_URL'),
  mongo: required('TEST_MONGO_URL'),
})

function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run the tests by npm test`)
  return value
}

export interface SystemOptions {
  readonly engines?: Partial<EngineUrls>
  /** How many schools, each with `peopleEach`: school s has people (s-1)*peopleEach+1 and on. */
  readonly schools?: number
  readonly peopleEach?: number
  readonly timeZones?: readonly string[]
  readonly partitions?: number
  /** Addresses of Postgres with roles that are made first: who owns the database, and who attendance-service is. */
  readonly roles?: { readonly owner: string; readonly edge: string }
}

/** So that no test meets midnight in the middle, whenever it runs. */
export function zoneWhereItIsNoon(): string {
  const ahead = 12 - new Date().getUTCHours()
  // The names of these zones count westward.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}

/** Rollcall with a namespace of its own: stores prepared, a small district, keys; services are started as a test wants them. */
export class System {
  readonly namespace: string
  readonly engines: EngineUrls
  readonly names: Names
  readonly pool: Pool
  readonly redis: Redis
  readonly mongo: Db
  readonly tokens: TokenStore
  readonly #closeMongo: () => Promise<void>
  readonly #services: ServiceProcess[] = []
  /** Device key for the whole district, without limit. */
  deviceKey = ''
  apiToken = ''

  private constructor(namespace: string, engines: EngineUrls) {
    const log = createLogger('test', 'silent')
    this.namespace = namespace
    this.engines = engines
    this.names = new Names(namespace)
    this.pool = createPool(this.names.databaseUrl(engines.postgres), { max: 4, service: 'test' }, log)
    this.redis = connectRedis(engines.redis, log)
    const { client, db } = connectMongo(engines.mongo)
    this.mongo = db
    this.#closeMongo = () => client.close()
    this.tokens = new TokenStore(this.pool)
  }

  static async create(options: SystemOptions = {}): Promise<System> {
    const engines = { ...sharedEngines(), ...options.engines }
    const namespace = `t${randomBytes(4).toString('hex')}`
    const config = readConfig(storesConfig, {
      NAMESPACE: namespace,
      DATABASE_URL: engines.postgres,
      KAFKA_BROKERS: engines.kafka,
      MONGO_URL: engines.mongo,
      KAFKA_PARTITIONS: String(options.partitions ?? 4),
      ...(options.roles && {
        POSTGRES_ADMIN_URL: engines.postgres,
        DATABASE_URL: options.roles.owner,
        EDGE_DATABASE_URL: options.roles.edge,
      }),
    })
    await prepareStores({ config, log: createLogger('test', 'silent') })
    const system = new System(namespace, engines)
    await system.#addPeople(options)
    system.deviceKey = await system.key('device', null)
    system.apiToken = await system.key('api', null)
    return system
  }

  async key(kind: TokenKind, schoolId: number | null, limitPerSecond: number | null = null): Promise<string> {
    return (await this.tokens.create({ kind, name: `test ${kind}`, schoolId, limitPerSecond })).secret
  }

  env(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return {
      NAMESPACE: this.namespace,
      REDIS_URL: this.engines.redis,
      KAFKA_BROKERS: this.engines.kafka,
      DATABASE_URL: this.engines.postgres,
      MONGO_URL: this.engines.mongo,
      IMAGE_DIR: join(ROOT, '.rollcall', 'test-images', this.namespace),
      LOG_LEVEL: 'info',
      ...more,
    }
  }

  async start(name: ServiceName, options: { preload?: string; env?: NodeJS.ProcessEnv } = {}): Promise<ServiceProcess> {
    const service = await ServiceProcess.start(name, {
      env: this.env(options.env),
      logs: join(ROOT, '.rollcall', 'test-logs', this.namespace),
      ...(options.preload && { preload: options.preload }),
    })
    this.#services.push(service)
    return service
  }

  async close(): Promise<void> {
    await Promise.all(this.#services.map((service) => service.stop()))
    await this.pool.end()
    await quitRedis(this.redis)
    await this.#closeMongo()
  }

  async #addPeople({
    schools = 2,
    peopleEach = 1_000,
    timeZones = [zoneWhereItIsNoon()],
  }: SystemOptions): Promise<void> {
    await this.pool.query(
      `INSERT INTO roster.schools (id, name, time_zone, opens_at, closes_at)
       SELECT id, 'School ' || id, ($2::text[])[1 + (id - 1) % cardinality($2::text[])], '08:00', '15:00'
       FROM generate_series(1, $1::int) AS id`,
      [schools, timeZones],
    )
    await this.pool.query(
      `INSERT INTO roster.users (id, school_id, name)
       SELECT id, 1 + (id - 1) / $2::int, 'Person ' || id FROM generate_series(1, $1::int * $2::int) AS id`,
      [schools, peopleEach],
    )
    await this.pool.query(
      `INSERT INTO roster.enrolments (user_id, school_id, from_date) SELECT id, school_id, '2020-01-01' FROM roster.users`,
    )
  }
}
