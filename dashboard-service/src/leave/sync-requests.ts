import { setTimeout as sleep } from 'node:timers/promises'
import { type Pool, TASK_REQUESTS_CHANNEL } from '@rollcall/platform'

const TASK = 'sync-leave'
const ASK_EVERY_MS = 100
const WAIT_AT_MOST_MS = 60_000
/** Under way for longer than this is under way no more: its process died. */
const LONGEST_RUN = '10 minutes'

export type SyncEnd = 'done' | 'failed' | 'not in time'

/** Asks the tasks service for a sync, or joins the one that is under way or asked for already. */
export class SyncRequests {
  readonly #pool: Pool
  readonly #waitMs: number

  constructor(pool: Pool, waitMs = WAIT_AT_MOST_MS) {
    this.#pool = pool
    this.#waitMs = waitMs
  }

  async sync(by: string): Promise<SyncEnd> {
    let asked = await this.#ask(by)
    for (const start = performance.now(); performance.now() - start < this.#waitMs; await sleep(ASK_EVERY_MS)) {
      const outcome = await this.#outcome(asked)
      // Its process ended before it did: that run says nothing about the HR system.
      if (outcome === 'died') asked = await this.#ask(by)
      else if (outcome) return outcome === 'done' ? 'done' : 'failed'
    }
    return 'not in time'
  }

  async #ask(by: string): Promise<{ request: number | null; run: number | null }> {
    const { rows } = await this.#pool.query<{ request: number | null; run: number | null }>(
      `WITH run AS (
         SELECT id FROM operations.task_runs
         WHERE task = $1 AND outcome IS NULL AND started_at > now() - $4::interval ORDER BY id DESC LIMIT 1
       ), waiting AS (
         SELECT id FROM operations.task_requests
         WHERE task = $1 AND run_id IS NULL AND requested_at > now() - $4::interval ORDER BY id LIMIT 1
       ), request AS (
         INSERT INTO operations.task_requests (task, requested_by)
         SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM run) AND NOT EXISTS (SELECT FROM waiting) RETURNING id
       )
       SELECT (SELECT id FROM run) AS run, coalesce((SELECT id FROM waiting), (SELECT id FROM request)) AS request,
         pg_notify($3, $1)`,
      [TASK, by, TASK_REQUESTS_CHANNEL, LONGEST_RUN],
    )
    return rows[0] ?? { request: null, run: null }
  }

  async #outcome({ request, run }: { request: number | null; run: number | null }): Promise<string | null> {
    const { rows } = await this.#pool.query<{ outcome: string | null }>(
      run === null
        ? `SELECT outcome FROM operations.task_requests r JOIN operations.task_runs ON task_runs.id = r.run_id WHERE r.id = $1`
        : 'SELECT outcome FROM operations.task_runs WHERE id = $1',
      [run ?? request],
    )
    return rows[0]?.outcome ?? null
  }
}
