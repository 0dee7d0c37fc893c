import { addDays, type LocalDate } from '@rollcall/domain'
import { inTransaction, type Pool, sqlState } from '@rollcall/platform'

/** A table of schema attendance that grows with every day. */
interface Parted {
  readonly table: string
  readonly nameOf: (date: LocalDate) => string
  /** First date, and the first one that is no longer in it. */
  readonly bounds: (date: LocalDate) => readonly [LocalDate, LocalDate]
  readonly storage: string
}

const monthOf = (date: LocalDate): LocalDate => `${date.slice(0, 7)}-01`

/** By UTC date. */
export const EVENTS: Parted = {
  table: 'events',
  nameOf: (date) => `events_${date.replaceAll('-', '')}`,
  bounds: (date) => [date, addDays(date, 1)],
  storage: '',
}
/** By the month of the school's date. */
export const USER_DAYS: Parted = {
  table: 'user_days',
  nameOf: (date) => `user_days_${date.slice(0, 7).replace('-', '')}`,
  bounds: (date) => [monthOf(date), monthOf(addDays(monthOf(date), 31))],
  // A day's row is written some four times; with room on its page an update leaves the indexes alone.
  storage: 'WITH (fillfactor = 70)',
}

/** Makes what rows of these dates need, both included, where it is missing. */
export async function ensurePartitions(pool: Pool, from: LocalDate, to: LocalDate): Promise<number> {
  const dates: LocalDate[] = []
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date)
  return (await makePartitions(pool, EVENTS, dates)) + (await makePartitions(pool, USER_DAYS, dates))
}

/** Answers with how many were missing. */
export async function makePartitions(pool: Pool, parted: Parted, dates: Iterable<LocalDate>): Promise<number> {
  const { rows } = await pool.query<{ name: string }>(ATTACHED, [parted.table])
  const attached = new Set(rows.map(({ name }) => name))
  const missing = new Map([...dates].map((date) => [parted.nameOf(date), date]))
  for (const name of attached) missing.delete(name)
  for (const date of missing.values()) await makePartition(pool, parted, date)
  return missing.size
}

// Asked of the catalog itself: to_regclass may answer from a cache that has not yet heard of what another session did.
const ATTACHED = `
  SELECT relation.relname AS name
  FROM pg_catalog.pg_inherits link JOIN pg_catalog.pg_class relation ON relation.oid = link.inhrelid
  WHERE link.inhparent = ('attendance.' || $1)::regclass`

/**
 * Built on the side and then attached, because CREATE TABLE ... PARTITION OF would wait for every reader of the table, with
 * all writers queueing behind it. Two makers take turns by the advisory lock; the second finds the work done.
 */
async function makePartition(pool: Pool, { table, nameOf, bounds, storage }: Parted, date: LocalDate): Promise<void> {
  const name = nameOf(date)
  const [from, to] = bounds(date)
  await inTransaction(pool, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('attendance.${table} partitions', 0))`)
    const { rowCount } = await client.query(`${ATTACHED} AND relation.relname = $2`, [table, name])
    if (rowCount) return
    await client.query(
      `CREATE TABLE attendance.${name} (LIKE attendance.${table} INCLUDING ALL EXCLUDING INDEXES) ${storage}`,
    )
    await client.query(
      `ALTER TABLE attendance.${table} ATTACH PARTITION attendance.${name} FOR VALUES FROM ('${from}') TO ('${to}')`,
    )
  })
}

const CHECK_VIOLATION = '23514'

/** A row came for a date that has no partition yet. The message may be translated, the routine's name is not. */
export function isMissingPartition(error: unknown, of?: Parted): boolean {
  if (sqlState(error) !== CHECK_VIOLATION || !(error instanceof Error)) return false
  if (of && !('table' in error && error.table === of.table)) return false
  return (
    ('routine' in error && error.routine === 'ExecFindPartition') || error.message.includes('no partition of relation')
  )
}
