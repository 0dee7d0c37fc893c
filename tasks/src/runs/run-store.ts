import { type Pool, type PoolClient, requestTask, TASK_LOCK, withClient } from '@rollcall/platform'
import { z } from 'zod'
import type { Counts, Task } from './task.ts'

export type Outcome = 'done' | 'failed' | 'died'

export interface TaskRequest {
  readonly id: number
  readonly task: string
  readonly options: unknown
}

export interface Run {
  readonly id: number
  readonly outcome: Outcome | null
  readonly counts: Counts
  readonly error: string | null
}

/** Runs and requests as they lie in schema operations. */
export class RunStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Says which tasks there are: whoever shows them, or asks for a run, reads it there. */
  async announce(tasks: readonly Task[]): Promise<void> {
    const rows = tasks.map(({ name, about, schedule, options }) => ({
      ...{ name, about, schedule },
      options: z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' }),
    }))
    await this.#pool.query(
      `WITH said AS (
         SELECT * FROM json_to_recordset($1::json) AS t (name text, about text, schedule text, options json)
       ), gone AS (DELETE FROM operations.tasks WHERE name NOT IN (SELECT name FROM said))
       INSERT INTO operations.tasks (name, about, schedule, options) SELECT name, about, schedule, options FROM said
       ON CONFLICT (name) DO UPDATE SET (about, schedule, options, announced_at) =
         (excluded.about, excluded.schedule, excluded.options, now())`,
      [JSON.stringify(rows)],
    )
  }

  /** Does the work while holding the task's lock; not at all when another copy holds it. The lock goes with its holder. */
  exclusively(task: string, work: () => Promise<void>): Promise<boolean> {
    return withClient(this.#pool, async (client) => {
      if (!(await this.#tryLock(client, task))) return false
      try {
        await work()
      } finally {
        await client.query('SELECT pg_advisory_unlock($1, hashtext($2))', [TASK_LOCK, task])
      }
      return true
    })
  }

  async #tryLock(client: PoolClient, task: string): Promise<boolean> {
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked',
      [TASK_LOCK, task],
    )
    return rows[0]?.locked === true
  }

  /** Whoever holds the lock knows: what is still open has no one working at it. */
  async buryDead(task: string): Promise<void> {
    await this.#pool.query(
      `UPDATE operations.task_runs SET ended_at = clock_timestamp(), outcome = 'died' WHERE task = $1 AND outcome IS NULL`,
      [task],
    )
  }

  /** Undefined when this very run has been done, or begun, by another copy. */
  async begin(task: string, scheduledFor: Date): Promise<number | undefined> {
    const { rows } = await this.#pool.query<{ id: number }>(
      `INSERT INTO operations.task_runs (task, scheduled_for) VALUES ($1, $2)
       ON CONFLICT (task, scheduled_for) DO NOTHING RETURNING id`,
      [task, scheduledFor],
    )
    return rows[0]?.id
  }

  /** Undefined when the request has its run already. Two requests of one moment are two runs. */
  async beginRequested(request: TaskRequest): Promise<number | undefined> {
    const { rows } = await this.#pool.query<{ id: number }>(
      `WITH request AS (
         SELECT id, date_trunc('second', requested_at) + (id % 1000000) * interval '1 microsecond' AS moment
         FROM operations.task_requests WHERE id = $2 AND run_id IS NULL
       ), run AS (
         INSERT INTO operations.task_runs (task, scheduled_for) SELECT $1, moment FROM request RETURNING id
       ), linked AS (UPDATE operations.task_requests SET run_id = run.id FROM run WHERE task_requests.id = $2)
       SELECT id FROM run`,
      [request.task, request.id],
    )
    return rows[0]?.id
  }

  async end(runId: number, outcome: Outcome, counts: Counts, error: string | null): Promise<void> {
    await this.#pool.query(
      `UPDATE operations.task_runs SET ended_at = clock_timestamp(), outcome = $2, counts = $3, error = $4 WHERE id = $1`,
      [runId, outcome, JSON.stringify(counts), error],
    )
  }

  /** Asks for a run; whichever copy of the service hears it first does it. */
  request(task: string, options: unknown, by: string): Promise<number> {
    return requestTask(this.#pool, task, options, by)
  }

  async waiting(): Promise<TaskRequest[]> {
    const { rows } = await this.#pool.query<TaskRequest>(
      `SELECT id, task, options FROM operations.task_requests WHERE run_id IS NULL ORDER BY id`,
    )
    return rows
  }

  /** When each of these tasks was last done; one that never was is not in the answer. */
  async lastDone(tasks: readonly string[]): Promise<Map<string, Date>> {
    // Newest first by the index on (task, scheduled_for): the table has a row for every minute of three months.
    const { rows } = await this.#pool.query<{ task: string; at: Date }>(
      `SELECT task, run.ended_at AS at FROM unnest($1::text[]) AS task CROSS JOIN LATERAL (
         SELECT ended_at FROM operations.task_runs WHERE task_runs.task = task.task AND outcome = 'done'
         ORDER BY scheduled_for DESC LIMIT 1) run`,
      [tasks],
    )
    return new Map(rows.map(({ task, at }) => [task, at]))
  }

  /** The run that answers a request, once there is one. */
  async runOf(requestId: number): Promise<Run | undefined> {
    const { rows } = await this.#pool.query<Run>(
      `SELECT run.id, run.outcome, run.counts, run.error
       FROM operations.task_requests r JOIN operations.task_runs run ON run.id = r.run_id WHERE r.id = $1`,
      [requestId],
    )
    return rows[0]
  }
}
