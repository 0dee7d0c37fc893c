import type { LocalDate } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import type { SchoolDay } from './school-day.ts'

// A day without a row can only come from somebody's hand in the database; it is looked for with an hour or two to spare around
// the school's own midnights, so that no other date's events have to be read.
const DAYS = `
  SELECT school_id AS "schoolId", local_date AS "localDate"
  FROM attendance.school_days WHERE local_date BETWEEN $1 AND $2
  UNION
  SELECT school.id, day::date
  FROM roster.schools school
  CROSS JOIN generate_series($1::date, $2::date, interval '1 day') AS day
  WHERE NOT EXISTS (SELECT FROM attendance.school_days known WHERE known.school_id = school.id AND known.local_date = day::date)
    AND (EXISTS (SELECT FROM attendance.events event
                 WHERE event.school_id = school.id AND event.local_date = day::date
                   AND event.utc_date BETWEEN $1::date - 1 AND $2::date + 1
                   AND event.at >= day::timestamp AT TIME ZONE roster.zone_on(school.id, day::date) - interval '2 hours'
                   AND event.at < (day::timestamp + interval '1 day') AT TIME ZONE roster.zone_on(school.id, day::date + 1) + interval '2 hours')
         OR EXISTS (SELECT FROM attendance.corrections correction
                    WHERE correction.school_id = school.id AND correction.local_date = day::date))
  ORDER BY 2, 1`

/** The school days of these dates, both included, that reconciling should look at. */
export async function daysBetween(pool: Pool, from: LocalDate, to: LocalDate): Promise<SchoolDay[]> {
  const { rows } = await pool.query<SchoolDay>(DAYS, [from, to])
  return rows
}
