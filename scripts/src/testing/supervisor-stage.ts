import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { runningPrograms, stopOrphans } from '@rollcall/engines'

/** Redis and Mongo are started, these two are "given". */
const given = { KAFKA_BROKERS: 'kafka.example:9092', DATABASE_URL: 'postgres://db.example/x' }

/** Ends when it is asked to. */
export const willingService = `import { createServer } from 'node:http'
console.log('redis', process.env.REDIS_URL, 'kafka', process.env.KAFKA_BROKERS, 'peer', process.env.PEER)
const server = createServer((_, answer) => answer.end('ok')).listen(Number(process.env.PORT))
process.on('SIGTERM', () => server.close(() => process.exit(0)).closeAllConnections())`

/** A supervisor that runs from dist, as a process of its own. */
export class Run {
  readonly output: string[] = []
  readonly process: ChildProcess
  readonly #closed: Promise<unknown>

  constructor(args: string[], environment: Record<string, string>) {
    const env = { ...process.env, ...given, ...environment }
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => this.output.push(...text.trim().split('\n')))
    }
    this.#closed = once(child, 'close')
    this.process = child
  }

  get isUp(): boolean {
    return this.output.some((line) => line.startsWith('up '))
  }

  async ended(): Promise<number | null> {
    await this.#closed
    return this.process.exitCode
  }
}

/** A folder with two services, `first` and `second`, and a supervisor to run them. */
export class SupervisorStage {
  readonly folder = mkdtempSync(join(process.env.TEST_PRIVATE_FOLDERS ?? tmpdir(), 'start-'))
  readonly #main = join(this.folder, 'service.mjs')
  readonly #runs: Run[] = []

  constructor() {
    this.serviceIs(willingService)
  }

  serviceIs(source: string): void {
    writeFileSync(this.#main, source)
  }

  start(ports: readonly number[], environment: Record<string, string> = {}): Run {
    return this.#run(['--input-type=module', '-e', this.#script(ports)], environment)
  }

  /** With a process in between, as run.mjs is; killing it is killing the npm that runs all of it. */
  startThroughRunner(ports: readonly number[]): Run {
    const args = JSON.stringify(['--input-type=module', '-e', this.#script(ports)])
    const runner = `const env = { ...process.env, ROLLCALL_RUNNER: String(process.pid) }
require('node:child_process').spawn(process.execPath, ${args}, { stdio: 'inherit', env })`
    return this.#run(['-e', runner], {})
  }

  async clear(): Promise<void> {
    for (const run of this.#runs) run.process.kill('SIGKILL')
    await until(async () => {
      await stopOrphans(this.folder)
      return runningPrograms(this.folder).length === 0
    })
    rmSync(this.folder, { recursive: true, force: true })
  }

  #run(args: string[], environment: Record<string, string>): Run {
    const run = new Run(args, environment)
    this.#runs.push(run)
    return run
  }

  #script(ports: readonly number[]): string {
    const dist = (file: string) => fileURLToPath(new URL(`../../dist/start/${file}`, import.meta.url))
    const folder = JSON.stringify(this.folder)
    return `import { Supervisor } from ${JSON.stringify(dist('supervisor.js'))}
import { runUntilStopped } from ${JSON.stringify(dist('run-until-stopped.js'))}
const main = ${JSON.stringify(this.#main)}
runUntilStopped(new Supervisor({
  folder: ${folder},
  services: [
    { name: 'first', main, port: ${ports[0]}, portVariable: 'FIRST_PORT' },
    { name: 'second', main, port: ${ports[1]}, portVariable: 'SECOND_PORT', environment: (at) => ({ PEER: at.first }) },
  ],
  preparations: [async ({ stores, say }) => say('preparing ' + Object.keys(stores).sort())],
  announce: async ({ addresses, say }) => say('up ' + Object.values(addresses)),
  afterwards: [
    async () => { throw new Error('this failed, and nothing else did') },
    ({ signal }) => new Promise((_, fail) => signal.addEventListener('abort', () => {
      console.log('told to stop')
      fail(signal.reason)
    })),
  ],
  environment: process.env, args: [], say: (line) => console.log(line),
}), ${folder})`
  }
}

export async function until(holds: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${holds}`)
    await delay(20)
  }
}
