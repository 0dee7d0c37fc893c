import { addDays, utcDate } from '@rollcall/domain'
import type { Ledger } from '@rollcall/ledger'
import type { Pool } from '@rollcall/platform'
import { z } from 'zod'
import type { Task } from '../runs/task.ts'

const DAYS_BACK = 8
const DAYS_AHEAD = 14
/** Whoever reads the feed of changes and has not for a day reads everything again: a week is plenty. */
const CHANGES_KEPT = '7 days'
const RUNS_KEPT = '90 days'

/** Prepares the partitions that records of the next days need; the ledger makes one that is missing, but under load. */
export function keepPartitions(ledger: Ledger, pool: Pool): Task {
  return {
    name: 'keep-partitions',
    about: 'prepares partitions of the next days, forgets old changes and runs',
    schedule: '30 0 * * *',
    options: z.object({}),
    async run(_options, now) {
      const today = utcDate(now.getTime())
      const made = await ledger.ensurePartitions(addDays(today, -DAYS_BACK), addDays(today, DAYS_AHEAD))
      const { rowCount } = await pool.query(
        `DELETE FROM operations.changes WHERE at < $1::timestamptz - interval '${CHANGES_KEPT}'`,
        [now],
      )
      await pool.query(
        `DELETE FROM operations.task_requests WHERE requested_at < $1::timestamptz - interval '${RUNS_KEPT}'`,
        [now],
      )
      await pool.query(
        `DELETE FROM operations.task_runs run WHERE started_at < $1::timestamptz - interval '${RUNS_KEPT}'
           AND NOT EXISTS (SELECT FROM operations.task_requests request WHERE request.run_id = run.id)`,
        [now],
      )
      return { made, forgotten: rowCount ?? 0 }
    },
  }
}
