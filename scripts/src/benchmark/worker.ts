import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

interface Reply<Result> {
  readonly result?: Result
  readonly error?: string
}

/** A process that does one order after another, apart from us: what it needs of a processor is not taken from ours. */
export class Worker<Order, Result> {
  readonly #child: ChildProcess
  readonly #name: string

  constructor(main: URL) {
    this.#name = fileURLToPath(main)
    this.#child = fork(this.#name, { execArgv: ['--enable-source-maps'], serialization: 'advanced' })
  }

  async do(order: Order): Promise<Result> {
    const died = once(this.#child, 'exit').then(([code, signal]) => {
      throw new Error(`${this.#name} ended (${signal ?? code}) before it was done`)
    })
    const replied = once(this.#child, 'message')
    this.#child.send(order as object)
    const [reply] = (await Promise.race([replied, died])) as [Reply<Result>]
    died.catch(() => {}) // it may end from now on
    if (reply.error !== undefined) throw new Error(reply.error)
    return reply.result as Result
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exited = once(this.#child, 'exit')
    if (this.#child.connected) this.#child.disconnect()
    await exited
  }
}

/** The other side of it: a worker's main file calls this once. */
export function workAt<Order, Result>(work: (order: Order) => Promise<Result>): void {
  // Ctrl-C reaches the whole group of processes; the one that gives orders decides, and we end with it.
  process.on('SIGINT', () => {})
  process.on('disconnect', () => process.exit())
  process.on('message', async (order: Order) => {
    const reply: Reply<Result> = await work(order).then(
      (result) => ({ result }),
      (error) => ({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
    process.send?.(reply)
  })
}
