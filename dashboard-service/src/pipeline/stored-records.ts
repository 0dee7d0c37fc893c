import type { Logger, Pool } from '@rollcall/platform'
import { type Added, Flow } from '../intake/flow.ts'

const LOOK_EVERY_MS = 5_000
/** Records come up to seven days late; every time zone's date of then is in it. */
const DAYS_BACK = 9

/** How many records come to lie in Postgres, whichever copy stores them: by the counters of the days that a record may still be of. */
export class StoredRecords {
  readonly #pool: Pool
  readonly #log: Logger
  readonly #flow = new Flow<string>()
  #looking: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(pool: Pool, log: Logger) {
    this.#pool = pool
    this.#log = log
  }

  start(): void {
    const look = () => {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = undefined
      })
    }
    this.#timer = setInterval(look, LOOK_EVERY_MS)
    this.#timer.unref()
    look()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
  }

  get lookedAt(): number | undefined {
    return this.#flow.lookedAt
  }

  added = (): Added | undefined => this.#flow.added()

  async #look(): Promise<void> {
    try {
      const { rows } = await this.#pool.query<{ date: string; events: number }>(
        `SELECT local_date AS date, sum(events) AS events FROM attendance.school_days
         WHERE local_date >= current_date - $1::int GROUP BY local_date`,
        [DAYS_BACK],
      )
      this.#flow.add(Date.now(), Object.fromEntries(rows.map(({ date, events }) => [date, events])))
    } catch (error) {
      this.#log.debug({ err: error }, 'could not count what is stored')
    }
  }
}
