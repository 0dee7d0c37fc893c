import { addDays, isTimeZone, type LocalDate, overEverywhere, TimeZoneDays, utcDate } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { foldStored } from './fold-days.ts'
import type { Doubt } from './gate-doubt.ts'
import { withDaysLocked } from './lock-days.ts'
import type { SchoolDay } from './school-day.ts'
import { writeDays } from './write-days.ts'

export interface Closed {
  /** False when it was closed already; nothing was changed then. */
  readonly closed: boolean
  /** How many were still inside. */
  readonly forgotten: number
  readonly version: number
}

// Bounds the parameters of one statement; all of a school's batches are in one transaction.
const BATCH = 2_000

/** From here on whoever has not checked out counts until closing time, also in every later fold of this day. */
export const closeDay = (pool: Pool, doubt: Doubt, schoolId: number, localDate: LocalDate, now: Date) =>
  withDaysLocked(pool, [{ schoolId, localDate }], async (client, locked): Promise<Closed> => {
    const key = [schoolId, localDate]
    const known = await client.query<{ version: number; closed: boolean }>(
      'SELECT version, closed_at IS NOT NULL AS closed FROM attendance.school_days WHERE school_id = $1 AND local_date = $2',
      key,
    )
    const [before] = known.rows
    const hours = locked.hours(schoolId, localDate)
    if (!before || !hours) throw new Error('a locked day is not there')
    if (before.closed) return { closed: false, forgotten: 0, version: before.version }

    await client.query(
      `UPDATE attendance.school_days SET closed_at = $3, version = version + 1 WHERE school_id = $1 AND local_date = $2`,
      [...key, now],
    )
    locked.add({ schoolId, localDate }, { ...hours, closed: true })
    const inside = await client.query<{ userId: number }>(
      `SELECT user_id AS "userId" FROM attendance.user_days
       WHERE school_id = $1 AND local_date = $2 AND inside_since IS NOT NULL`,
      key,
    )
    const people = inside.rows.map(({ userId }) => ({ userId, localDate, schoolId }))
    let version = before.version + 1
    for (let start = 0; start < people.length; start += BATCH) {
      const batch = people.slice(start, start + BATCH)
      const folded = await foldStored(client, locked, localDate, batch)
      for (const day of await writeDays(client, folded)) version = day.version
    }
    // Before the commit, as with every change that is not an event.
    await doubt.raise(people)
    return { closed: true, forgotten: people.length, version }
  })

/** School days that are over at the school, and not closed yet. */
export async function daysToClose(pool: Pool, now: Date): Promise<SchoolDay[]> {
  const { rows } = await pool.query<SchoolDay & { timeZone: string }>(
    `SELECT day.school_id AS "schoolId", day.local_date AS "localDate",
       -- Where the next date begins, this one is over: also when the time zone changes with it.
       roster.zone_on(day.school_id, day.local_date + 1) AS "timeZone"
     FROM attendance.school_days day
     WHERE day.closed_at IS NULL AND day.local_date <= $1::date
     ORDER BY day.local_date, day.school_id`,
    [utcDate(now.getTime())],
  )
  const ends = new Map<string, number>()
  const endOf = (localDate: LocalDate, timeZone: string): number => {
    const key = `${localDate} ${timeZone}`
    const end =
      ends.get(key) ??
      (isTimeZone(timeZone)
        ? new TimeZoneDays(timeZone).day(addDays(localDate, 1)).startsAt
        : overEverywhere(localDate))
    ends.set(key, end)
    return end
  }
  return rows
    .filter(({ localDate, timeZone }) => endOf(localDate, timeZone) <= now.getTime())
    .map(({ schoolId, localDate }) => ({ schoolId, localDate }))
}
