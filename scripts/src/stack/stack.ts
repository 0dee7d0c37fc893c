import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareStores, storesConfig } from '@rollcall/database'
import {
  EngineError,
  type Engines,
  engineNames,
  freePort,
  type Program,
  startEngines,
  stopOrphans,
  takeLock,
} from '@rollcall/engines'
import { createLogger, createPool, Names, type Pool, readConfig, type TokenKind, TokenStore } from '@rollcall/platform'
import { givenStores, type StoreUrls, storesEnvironment } from '../start/stores.ts'
import { dropNamespace } from './drop-namespace.ts'
import { serviceMain, serviceProgram } from './service-program.ts'

const home = fileURLToPath(new URL('../../../.rollcall', import.meta.url))

export type ServiceName = 'attendance-service' | 'dashboard-service' | 'tasks'

export interface StackOptions {
  /** Its data and logs are in .rollcall/<command>; one of a name at a time. */
  readonly command: string
  readonly environment: NodeJS.ProcessEnv
  readonly say: (line: string) => void
  readonly partitions?: number
}

/**
 * Rollcall for one command: engines (those the environment names, else its own), stores prepared under a namespace nobody else
 * has, services as processes. Nothing of it is left after down(), but the logs.
 */
export class Stack {
  readonly folder: string
  readonly namespace = `s${randomBytes(4).toString('hex')}`
  readonly names = new Names(this.namespace)
  readonly #options: StackOptions
  readonly #giveUp = new AbortController()
  readonly #services: Program[] = []
  #pool: Pool | undefined
  #engines: Engines | undefined
  #starting: Promise<Engines> | undefined
  #urls: StoreUrls | undefined
  #giveFolderBack: (() => void) | undefined
  #down: Promise<void> | undefined

  constructor(options: StackOptions) {
    this.#options = options
    this.folder = join(home, options.command)
  }

  /** Aborted when the stack goes down. */
  get signal(): AbortSignal {
    return this.#giveUp.signal
  }

  get urls(): StoreUrls {
    if (!this.#urls) throw new Error('the stack is not up')
    return this.#urls
  }

  /** Only those that are our own: whoever breaks engines breaks nobody else's. */
  get engines(): Partial<Engines['engines']> {
    return this.#engines?.engines ?? {}
  }

  get pool(): Pool {
    this.#pool ??= createPool(
      this.names.databaseUrl(this.urls.postgres),
      { max: 4, service: this.#options.command },
      log,
    )
    return this.#pool
  }

  async up(): Promise<this> {
    const { environment, say, command, partitions = 8 } = this.#options
    await this.#takeFolder()
    const given = givenStores(environment)
    const only = engineNames.filter((name) => !given[name])
    if (only.length > 0) say(`Starting ${only.join(', ')}`)
    await this.#forgetOldData()
    this.#starting = startEngines({ folder: this.folder, only, onMessage: say, signal: this.signal })
    this.#engines = await this.#starting
    this.#urls = { ...this.#engines.urls, ...given }
    this.signal.throwIfAborted()
    const settings = { ...this.environment(), KAFKA_PARTITIONS: String(partitions) }
    await prepareStores({ config: readConfig(storesConfig, settings), log: createLogger(command, 'error') })
    this.signal.throwIfAborted()
    return this
  }

  environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return {
      ...this.#options.environment,
      ...storesEnvironment(this.urls),
      NAMESPACE: this.namespace,
      IMAGE_DIR: join(this.folder, 'images'),
      ...more,
    }
  }

  /** A service, not yet started; with a number where there are several of it, and options for node itself. */
  service(
    kind: ServiceName,
    options: { number?: number; env?: NodeJS.ProcessEnv; node?: readonly string[] } = {},
  ): Promise<Program> {
    const name = options.number === undefined ? kind : `${kind}-${options.number}`
    const env = { LOG_LEVEL: 'warn', ...options.env }
    return this.server({ name, main: serviceMain(kind), env, node: options.node })
  }

  /** Any server that answers /health, not yet started. It ends with the stack. */
  async server(wanted: {
    name: string
    main: string
    env?: NodeJS.ProcessEnv
    node?: readonly string[] | undefined
  }): Promise<Program> {
    const env = this.environment(wanted.env)
    const program = serviceProgram({ ...wanted, port: await freePort(), folder: this.folder, env })
    this.#services.push(program)
    return program
  }

  /** Another program of this folder, that stops when the services do. */
  alongside(program: Program): Program {
    this.#services.push(program)
    return program
  }

  /** A key for the whole district, without a limit. */
  async key(kind: TokenKind): Promise<string> {
    const wanted = { kind, name: this.#options.command, schoolId: null, limitPerSecond: null }
    return (await new TokenStore(this.pool).create(wanted)).secret
  }

  /** At any moment, also half-way up; a second call waits for the first. */
  down(): Promise<void> {
    this.#down ??= this.#stop()
    return this.#down
  }

  async #stop(): Promise<void> {
    this.#giveUp.abort()
    await Promise.all(this.#services.map((service) => service.stop()))
    await this.#starting?.catch(() => {}) // it has cleaned up
    await this.#pool?.end()
    const ours = Object.keys(this.engines)
    if (this.#urls && ours.length < engineNames.length) await dropNamespace(this.namespace, this.#urls, ours)
    await this.#engines?.stop()
    if (this.#giveFolderBack) {
      await this.#forgetOldData()
      this.#giveFolderBack()
    }
  }

  async #takeFolder(): Promise<void> {
    const lock = takeLock(join(this.folder, 'lock'))
    if ('heldBy' in lock) {
      throw new EngineError(
        `The ${this.#options.command} already runs here (process ${lock.heldBy}): wait for it, or stop it.`,
      )
    }
    this.#giveFolderBack = lock.release
    await stopOrphans(this.folder)
  }

  /** Every run begins with empty engines, and takes no room afterwards. */
  async #forgetOldData(): Promise<void> {
    for (const name of [...engineNames, 'images', 'prometheus'])
      await rm(join(this.folder, name), { recursive: true, force: true })
  }
}

const log = createLogger('stack', 'error')
