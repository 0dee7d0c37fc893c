import type { Logger } from '@rollcall/platform'
import type { Outcome, RunStore } from './run-store.ts'
import type { Counts, Task } from './task.ts'

export interface RunEvents {
  ended(task: string, outcome: Outcome, counts: Counts, milliseconds: number): void
}

/** Runs tasks, each at most once for a moment and never twice at a time, however many copies of the service there are. */
export class TaskRunner {
  readonly #tasks: ReadonlyMap<string, Task>
  readonly #runs: RunStore
  readonly #events: RunEvents
  readonly #log: Logger
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(tasks: readonly Task[], runs: RunStore, events: RunEvents, log: Logger) {
    this.#tasks = new Map(tasks.map((task) => [task.name, task]))
    this.#runs = runs
    this.#events = events
    this.#log = log
  }

  runScheduled(task: Task, scheduledFor: Date): Promise<void> {
    const begin = () => this.#runs.begin(task.name, scheduledFor)
    return this.#track(this.#runs.exclusively(task.name, () => this.#run(task, {}, begin)))
  }

  /** Does the requests that wait, as far as no other copy is at them. */
  async runRequests(): Promise<void> {
    for (const request of await this.#runs.waiting()) {
      const task = this.#tasks.get(request.task)
      const begin = () => this.#runs.beginRequested(request)
      if (task) await this.#track(this.#runs.exclusively(task.name, () => this.#run(task, request.options, begin)))
    }
  }

  async stop(): Promise<void> {
    await Promise.allSettled([...this.#underWay])
  }

  /** `begin` tells the run's id, or that it is not for us to do. */
  async #run(task: Task, given: unknown, begin: () => Promise<number | undefined>): Promise<void> {
    await this.#runs.buryDead(task.name)
    const id = await begin()
    if (id === undefined) return
    const start = performance.now()
    let outcome: Outcome = 'done'
    let counts: Counts = {}
    let failure: string | null = null
    try {
      counts = await task.run(task.options.parse(given), new Date())
    } catch (error) {
      outcome = 'failed'
      failure = error instanceof Error ? error.message : String(error)
      this.#log.error({ err: error, task: task.name, run: id }, 'a task failed')
    }
    await this.#runs.end(id, outcome, counts, failure)
    const milliseconds = Math.round(performance.now() - start)
    this.#events.ended(task.name, outcome, counts, milliseconds)
    this.#log.info({ task: task.name, run: id, outcome, counts, milliseconds }, 'task ended')
  }

  async #track(work: Promise<unknown>): Promise<void> {
    this.#underWay.add(work)
    try {
      await work
    } catch (error) {
      // Postgres away, most likely: the next moment of the schedule comes.
      this.#log.warn({ err: error }, 'a task could not be run')
    } finally {
      this.#underWay.delete(work)
    }
  }
}
