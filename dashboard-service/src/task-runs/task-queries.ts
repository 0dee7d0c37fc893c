import { type Pool, TASK_LOCK } from '@rollcall/platform'
import { nextMoment } from './next-moment.ts'

export const OUTCOMES = ['done', 'failed', 'died'] as const
export type RunOutcome = (typeof OUTCOMES)[number]

export interface TaskRun {
  readonly id: number
  readonly task: string
  readonly startedAt: Date
  readonly endedAt: Date | null
  /** null: it has not ended. */
  readonly outcome: RunOutcome | null
  readonly milliseconds: number | null
  readonly counts: Readonly<Record<string, number>>
  readonly error: string | null
  /** null: by the clock. */
  readonly requestedBy: string | null
}

export interface TaskLine {
  readonly name: string
  readonly about: string
  readonly schedule: string
  /** What a run may be told, as JSON Schema. */
  readonly options: Readonly<Record<string, unknown>>
  readonly nextAt: Date | null
  /** Somebody holds its lock at this moment. */
  readonly running: boolean
  /** Requests that no copy has taken yet. */
  readonly waiting: number
  readonly lastRun: TaskRun | null
  readonly lastDoneAt: Date | null
}

export interface RequestLine {
  readonly id: number
  readonly task: string
  readonly options: unknown
  readonly requestedBy: string
  readonly requestedAt: Date
  /** null: no copy has taken it yet. */
  readonly run: TaskRun | null
}

export interface RunSearch {
  readonly task?: string | undefined
  readonly outcome?: RunOutcome | 'running' | undefined
  /** Runs older than this one. */
  readonly before: number | null
  readonly limit: number
}

const RUN = `json_build_object('id', run.id, 'task', run.task, 'startedAt', run.started_at, 'endedAt', run.ended_at,
  'outcome', run.outcome, 'milliseconds', round(extract(epoch FROM run.ended_at - run.started_at) * 1000),
  'counts', run.counts, 'error', run.error,
  'requestedBy', (SELECT requested_by FROM operations.task_requests WHERE run_id = run.id LIMIT 1))`

/** Tasks, their runs and what was asked for: as they lie in Postgres, whichever copy of the tasks service does them. */
export class TaskQueries {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** As the tasks service said when it started. */
  async tasks(now: Date): Promise<TaskLine[]> {
    const { rows } = await this.#pool.query<Omit<TaskLine, 'nextAt'>>(
      `SELECT name, about, schedule, options,
         EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = $1
           AND objid::bigint = hashtext(name)::bigint & 4294967295
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS running,
         (SELECT count(*) FROM operations.task_requests r WHERE r.run_id IS NULL AND r.task = name) AS waiting,
         (SELECT ${RUN} FROM operations.task_runs run WHERE run.task = name ORDER BY run.id DESC LIMIT 1) AS "lastRun",
         (SELECT ended_at FROM operations.task_runs run WHERE run.task = name AND outcome = 'done'
          ORDER BY id DESC LIMIT 1) AS "lastDoneAt"
       FROM operations.tasks ORDER BY name`,
      [TASK_LOCK],
    )
    return rows.map((row) => ({
      ...row,
      lastRun: row.lastRun && withDates(row.lastRun),
      nextAt: nextMoment(row.schedule, now) ?? null,
    }))
  }

  async optionsOf(task: string): Promise<Record<string, unknown> | undefined> {
    const { rows } = await this.#pool.query<{ options: Record<string, unknown> }>(
      'SELECT options FROM operations.tasks WHERE name = $1',
      [task],
    )
    return rows[0]?.options
  }

  /** Newest first. */
  async runs({ task, outcome, before, limit }: RunSearch): Promise<TaskRun[]> {
    // Each outcome as its index has it.
    const wanted =
      outcome === undefined ? '' : outcome === 'running' ? 'AND outcome IS NULL' : `AND outcome = '${outcome}'`
    const { rows } = await this.#pool.query<{ run: TaskRun }>(
      `SELECT ${RUN} AS run FROM operations.task_runs run
       WHERE ($1::text IS NULL OR task = $1) AND ($2::bigint IS NULL OR id < $2) ${wanted}
       ORDER BY id DESC LIMIT $3`,
      [task ?? null, before, limit],
    )
    return rows.map(({ run }) => withDates(run))
  }

  async request(id: number): Promise<RequestLine | undefined> {
    const { rows } = await this.#pool.query<RequestLine>(
      `SELECT r.id, r.task, r.options, r.requested_by AS "requestedBy", r.requested_at AS "requestedAt",
         (SELECT ${RUN} FROM operations.task_runs run WHERE run.id = r.run_id) AS run
       FROM operations.task_requests r WHERE r.id = $1`,
      [id],
    )
    const [row] = rows
    return row && { ...row, run: row.run && withDates(row.run) }
  }
}

/** JSON of Postgres writes times in its own way. */
const withDates = (run: TaskRun): TaskRun => ({
  ...run,
  startedAt: new Date(run.startedAt),
  endedAt: run.endedAt && new Date(run.endedAt),
})
