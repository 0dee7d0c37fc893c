import type { Pool } from '@rollcall/platform'
import { type Arrivals, arrival } from './arrivals.ts'
import type { OwnTable } from './district.ts'

/** What was promised, and what became of it. */
export interface Count {
  readonly acknowledged: number
  /** Of the records sent, those that are in Postgres. */
  readonly stored: number
  /** Acknowledged, and not in Postgres. */
  readonly lost: number
  /** Rows, or numbers counted from them, beyond one a record. */
  readonly doubled: number
}

export type Table = 'attendance.events' | `benchmark.${OwnTable}`

/** `refused`: which records were not acknowledged. Without a table nothing is stored anywhere. */
export async function count(
  pool: Pool,
  table: Table | undefined,
  arrivals: Arrivals,
  refused: readonly number[],
): Promise<Count> {
  const rows = table ? await rowsOf(pool, table) : new Map<string, number>()
  const isRefused = new Set(refused)
  let stored = 0
  let lost = 0
  let doubled = table === 'attendance.events' ? await countedTwice(pool) : 0
  for (let index = 0; index < arrivals.count; index++) {
    const { userId, timestamp } = arrival(arrivals, index)
    const found = rows.get(`${userId} ${timestamp}`) ?? 0
    if (found > 0) stored += 1
    else if (!isRefused.has(index)) lost += 1
    if (found > 1) doubled += found - 1
  }
  return { acknowledged: arrivals.count - refused.length, stored, lost, doubled }
}

async function rowsOf(pool: Pool, table: Table): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ record: string; found: number }>(
    `SELECT user_id || ' ' || (extract(epoch FROM at) * 1000)::bigint AS record, count(*)::int AS found
     FROM ${table} GROUP BY user_id, at`,
  )
  return new Map(rows.map(({ record, found }) => [record, found]))
}

/** The schools' counters against the events: everybody has come once. */
async function countedTwice(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ more: number }>(
    `SELECT greatest(
       (SELECT coalesce(sum(events), 0) FROM attendance.school_days) - (SELECT count(*) FROM attendance.events),
       (SELECT coalesce(sum(came), 0) FROM attendance.school_days)
         - (SELECT count(DISTINCT user_id) FROM attendance.events),
       0) AS more`,
  )
  return Number(rows[0]?.more ?? 0)
}
