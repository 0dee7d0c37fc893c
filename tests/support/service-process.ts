import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@rollcall/engines'
import { waitFor } from './wait-for.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export type ServiceName = 'attendance-service' | 'dashboard-service' | 'tasks'

/** A service as a process of its own, so that it can be killed like one. Its log is a file, shown when it fails to start. */
export class ServiceProcess {
  readonly name: ServiceName
  readonly port: number
  readonly logFile: string
  readonly #env: NodeJS.ProcessEnv
  readonly #preload: string | undefined
  #child: ChildProcess | undefined

  private constructor(name: ServiceName, port: number, logFile: string, env: NodeJS.ProcessEnv, preload?: string) {
    this.name = name
    this.port = port
    this.logFile = logFile
    this.#env = env
    this.#preload = preload
  }

  static async start(
    name: ServiceName,
    options: { env: NodeJS.ProcessEnv; logs: string; preload?: string },
  ): Promise<ServiceProcess> {
    const port = await freePort()
    mkdirSync(options.logs, { recursive: true })
    const logFile = join(options.logs, `${name}-${port}.log`)
    const service = new ServiceProcess(name, port, logFile, options.env, options.preload)
    await service.start()
    return service
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
  }

  async start(): Promise<void> {
    const main = join(ROOT, this.name, 'dist', 'main.js')
    const preload = this.#preload ? ['--import', this.#preload] : []
    const child = spawn(process.execPath, ['--enable-source-maps', ...preload, main], {
      cwd: dirname(main),
      env: { PATH: process.env.PATH, ...this.#env, PORT: String(this.port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const log = createWriteStream(this.logFile, { flags: 'a' })
    child.stdout?.pipe(log, { end: false })
    child.stderr?.pipe(log, { end: false })
    this.#child = child
    await waitFor(`${this.name} to listen`, async () => !this.running || (await fetch(`${this.url}/health`)).ok)
    if (!this.running) throw new Error(`${this.name} ended: ${this.log().slice(-2_000)}`)
  }

  log(): string {
    return readFileSync(this.logFile, 'utf8')
  }

  /** As a crash: nothing is finished. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** As an operator does it. Its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM')
  }

  /** Resolves when the process has ended by itself. */
  async ended(): Promise<void> {
    const child = this.#child
    if (child && this.running) await once(child, 'exit')
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    if (!child) return null
    if (this.running) {
      const exit = once(child, 'exit')
      child.kill(signal)
      await exit
    }
    return child.exitCode
  }
}
