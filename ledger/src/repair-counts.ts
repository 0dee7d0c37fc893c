import type { PoolClient } from '@rollcall/platform'
import { type Drift, differs } from './drift.ts'
import type { FoldedDay } from './fold-days.ts'
import type { SchoolDay } from './school-day.ts'
import { COUNTERS, type Counters, count, counted, noCounts } from './write-days.ts'

/** Sets the school's counts to the sum of its people. */
export async function repairCounts(
  client: PoolClient,
  day: SchoolDay,
  people: readonly FoldedDay[],
  changed: boolean,
): Promise<{ counts: Drift[]; version: number }> {
  const computed = noCounts()
  for (const person of people) count(computed, counted(day.schoolId, person.day), 1)
  const { rows } = await client.query<Counters & { version: number }>(
    `SELECT version, ${COUNTERS.join()} FROM attendance.school_days WHERE school_id = $1 AND local_date = $2`,
    [day.schoolId, day.localDate],
  )
  const [stored] = rows
  if (!stored) throw new Error('a locked day is not there')
  const counts = COUNTERS.filter((what) => differs(stored[what], computed[what])).map((what) => ({
    what,
    stored: stored[what],
    computed: computed[what],
  }))
  if (!changed && counts.length === 0) return { counts, version: stored.version }
  await client.query(
    `UPDATE attendance.school_days
     SET version = version + 1, ${COUNTERS.map((counter, i) => `${counter} = $${i + 3}`).join()}
     WHERE school_id = $1 AND local_date = $2`,
    [day.schoolId, day.localDate, ...COUNTERS.map((counter) => computed[counter])],
  )
  return { counts, version: stored.version + 1 }
}
