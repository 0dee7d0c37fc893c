import type { Logger } from '../log/logger.ts'

const STOP_WITHIN_MS = 9_000

/** How a service stops: what was started last stops first, so that nothing is taken away that is still in use. */
export class Lifecycle {
  readonly #log: Logger
  readonly #stops: { name: string; stop: () => Promise<unknown> | unknown }[] = []
  #stopping: Promise<void> | undefined

  constructor(log: Logger) {
    this.#log = log
  }

  get stopping(): boolean {
    return this.#stopping !== undefined
  }

  onStop(name: string, stop: () => Promise<unknown> | unknown): void {
    this.#stops.push({ name, stop })
  }

  /** From here on SIGTERM and SIGINT stop the service, and an error that nobody caught ends the process. */
  handleSignals(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => {
        this.#log.info({ signal }, 'stopping')
        void this.stop().then(() => process.exit(process.exitCode ?? 0))
      })
    // The process is in an unknown state: it ends, and whoever watches it starts it again.
    process.on('uncaughtException', (error) => {
      this.#log.fatal({ err: error }, 'uncaught exception')
      process.exit(1)
    })
  }

  /** The process can't go on by itself: stop what can be stopped and end with a failure. */
  fail(error: unknown, what: string): void {
    this.#log.fatal({ err: error }, what)
    process.exitCode = 1
    void this.stop().then(() => process.exit(1))
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll()
    return this.#stopping
  }

  async #stopAll(): Promise<void> {
    const deadline = setTimeout(() => {
      this.#log.error('could not stop in time')
      process.exit(1)
    }, STOP_WITHIN_MS)
    deadline.unref()
    for (const { name, stop } of this.#stops.toReversed()) {
      try {
        await stop()
      } catch (error) {
        this.#log.warn({ err: error, part: name }, 'did not stop cleanly')
      }
    }
    clearTimeout(deadline)
  }
}
