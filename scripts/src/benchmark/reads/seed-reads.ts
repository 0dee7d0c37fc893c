import { addDays } from '@rollcall/domain'
import { type Doubt, Ledger } from '@rollcall/ledger'
import { type Pool, withClient } from '@rollcall/platform'
import type { ReadDistrict } from './read-district.ts'
import { seedDays, seedEvents } from './seed-days.ts'
import { seedPeople } from './seed-people.ts'

/** Dates that are over: no gate has to know of them. */
const noDoubt: Doubt = { raise: async () => {} }

export interface Seeded {
  readonly seconds: number
  readonly dayRows: number
  readonly events: number
}

/** So many school days of everybody, and at least so many events, if the dates have them. */
export async function seedReads(
  pool: Pool,
  district: ReadDistrict,
  events: number,
  told: (what: string) => void,
): Promise<Seeded> {
  const start = performance.now()
  const [first = '', last = ''] = [district.dates[0], district.dates.at(-1)]
  await new Ledger(pool, noDoubt).ensurePartitions(addDays(first, -1), addDays(last, 1))
  told('seeding people')
  await seedPeople(pool, district)
  await seedDays(pool, district, (days) => told(`seeding days: ${days} of ${district.dates.length}`))
  told('seeding events')
  await seedEvents(pool, district, events)
  told('seeding: vacuum')
  // As autovacuum would have left it: otherwise the first reader writes every page that it reads.
  await withClient(pool, async (client) => {
    await client.query('SET statement_timeout = 0')
    await client.query('VACUUM (ANALYZE) attendance.user_days, attendance.events, attendance.excused_days')
    await client.query('VACUUM (ANALYZE) roster.users, roster.enrolments, roster.classes, attendance.school_days')
    await client.query('RESET statement_timeout')
  })
  const { rows } = await pool.query<{ dayRows: number; events: number }>(
    `SELECT (SELECT count(*) FROM attendance.user_days WHERE local_date BETWEEN $1 AND $2) AS "dayRows",
       (SELECT count(*) FROM attendance.events WHERE utc_date BETWEEN $1 AND $2) AS events`,
    [first, last],
  )
  return { seconds: (performance.now() - start) / 1_000, dayRows: rows[0]?.dayRows ?? 0, events: rows[0]?.events ?? 0 }
}
