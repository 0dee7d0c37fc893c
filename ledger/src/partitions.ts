import { addDays, type LocalDate } from '@rollcall/domain'
import { inTransaction, type Pool, sqlState } from '@rollcall/platform'

/** Makes the partitions of these UTC dates, both included, where they are missing. */
export async function ensurePartitions(pool: Pool, from: LocalDate, to: LocalDate): Promise<number> {
  const dates: LocalDate[] = []
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date)
  return makePartitions(pool, dates)
}

/** Answers with how many were missing. */
export async function makePartitions(pool: Pool, dates: readonly LocalDate[]): Promise<number> {
  const { rows } = await pool.query<{ name: string }>(ATTACHED)
  const attached = new Set(rows.map(({ name }) => name))
  const missing = dates.filter((date) => !attached.has(nameOf(date)))
  for (const date of missing) await makePartition(pool, date)
  return missing.length
}

const nameOf = (date: LocalDate): string => `events_${date.replaceAll('-', '')}`

// Asked of the catalog itself: to_regclass may answer from a cache that has not yet heard of what another session did.
const ATTACHED = `
  SELECT relation.relname AS name
  FROM pg_catalog.pg_inherits link JOIN pg_catalog.pg_class relation ON relation.oid = link.inhrelid
  WHERE link.inhparent = 'attendance.events'::regclass`

/**
 * Built on the side and then attached, because CREATE TABLE ... PARTITION OF would wait for every reader of events, with
 * all writers queueing behind it. Two makers take turns by the advisory lock; the second finds the work done.
 */
async function makePartition(pool: Pool, date: LocalDate): Promise<void> {
  const name = nameOf(date)
  await inTransaction(pool, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('attendance.events partitions', 0))`)
    const { rowCount } = await client.query(`${ATTACHED} AND relation.relname = $1`, [name])
    if (rowCount) return
    await client.query(`CREATE TABLE attendance.${name} (LIKE attendance.events INCLUDING ALL EXCLUDING INDEXES)`)
    await client.query(
      `ALTER TABLE attendance.events ATTACH PARTITION attendance.${name} FOR VALUES FROM ('${date}') TO ('${addDays(date, 1)}')`,
    )
  })
}

const CHECK_VIOLATION = '23514'

/** An event came for a date that has no partition yet. The message may be translated, the routine's name is not. */
export function isMissingPartition(error: unknown): error is Error {
  if (sqlState(error) !== CHECK_VIOLATION || !(error instanceof Error)) return false
  return (
    ('routine' in error && error.routine === 'ExecFindPartition') || error.message.includes('no partition of relation')
  )
}
