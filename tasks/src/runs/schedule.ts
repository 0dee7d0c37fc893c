import { type Logger, type Pool, type PoolClient, TASK_REQUESTS_CHANNEL } from '@rollcall/platform'
import cron, { type ScheduledTask } from 'node-cron'
import { longestGap } from './longest-gap.ts'
import type { Task } from './task.ts'
import type { TaskRunner } from './task-runner.ts'

const LOOK_EVERY_MS = 5_000

/** Wakes the runner: by each task's clock, and when somebody asks for a run. */
export class Schedule {
  readonly #tasks: readonly Task[]
  readonly #runner: TaskRunner
  readonly #pool: Pool
  readonly #log: Logger
  readonly #clocks: ScheduledTask[] = []
  #listening: PoolClient | undefined
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(tasks: readonly Task[], runner: TaskRunner, pool: Pool, log: Logger) {
    this.#tasks = tasks
    this.#runner = runner
    this.#pool = pool
    this.#log = log
  }

  start(): void {
    for (const task of this.#tasks)
      this.#clocks.push(
        cron.schedule(
          task.schedule,
          ({ date }) => this.#runner.runScheduled(task, momentOf(date, longestGap(task.schedule))),
          {
            timezone: 'UTC',
            name: task.name,
          },
        ),
      )
    void this.#look()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    for (const clock of this.#clocks) await clock.stop()
    this.#listening?.release(true)
    this.#listening = undefined
  }

  /** The notice makes it quick, looking every few seconds makes it sure. */
  async #look(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#stopped) return
    try {
      if (!this.#listening) await this.#listen()
      await this.#runner.runRequests()
    } catch (error) {
      this.#log.warn({ err: error }, 'could not look for requested tasks; trying again')
    }
    if (!this.#stopped) {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.#look(), LOOK_EVERY_MS)
    }
  }

  async #listen(): Promise<void> {
    const client = await this.#pool.connect()
    client.on('notification', () => void this.#look())
    client.on('error', () => {
      if (this.#listening === client) this.#listening = undefined
      client.release(true)
    })
    await client.query(`LISTEN ${TASK_REQUESTS_CHANNEL}`)
    this.#listening = client
  }
}

/** Two copies wake some milliseconds apart, but for the same minute, or half of one. */
const momentOf = (date: Date, everySeconds: number): Date => {
  const step = Math.min(60, everySeconds) * 1_000
  return new Date(Math.floor(date.getTime() / step) * step)
}
