import type { Pool, PoolClient } from '../postgres/postgres.ts'

/** Postgres channel on which a new request is announced to the tasks service. */
export const TASK_REQUESTS_CHANNEL = 'task_requests'
/** Whoever runs a task holds the advisory lock (this, hashtext(name of the task)). */
export const TASK_LOCK = 7_001

export const REPLAY_TASK = 'replay-dead-letters'

/** Asks for a run; whichever copy of the tasks service hears it first does it. It is heard once the transaction is committed. */
export async function requestTask(
  client: Pool | PoolClient,
  task: string,
  options: unknown,
  by: string,
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `WITH request AS (
       INSERT INTO operations.task_requests (task, options, requested_by) VALUES ($1, $2, $3) RETURNING id
     ) SELECT id, pg_notify($4, $1) FROM request`,
    [task, JSON.stringify(options), by, TASK_REQUESTS_CHANNEL],
  )
  const [row] = rows
  if (!row) throw new Error('an insert returned no row')
  return row.id
}
