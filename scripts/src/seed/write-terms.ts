import { addDays, type LocalDate, utcDate } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { schoolYearOf, yearBegins } from './calendar.ts'
import { zoneOf } from './day-at-school.ts'
import type { District } from './district.ts'
import { pastDays } from './past-days.ts'

const TERM = 'Since records began'

// Dates that somebody has given a school by hand are theirs; ours only grows.
const WRITE = `
  WITH wanted AS (SELECT * FROM unnest($1::int[], $2::date[]) AS w (school_id, from_date)),
  grown AS (
    UPDATE roster.terms t SET from_date = least(t.from_date, w.from_date), to_date = greatest(t.to_date, $3::date)
    FROM wanted w
    WHERE t.school_id = w.school_id AND t.name = $4 AND (w.from_date < t.from_date OR $3::date > t.to_date)
  )
  INSERT INTO roster.terms (school_id, from_date, to_date, name)
  SELECT school_id, from_date, $3::date, $4 FROM wanted w
  WHERE NOT EXISTS (SELECT FROM roster.terms t WHERE t.school_id = w.school_id)
  ON CONFLICT DO NOTHING`

/**
 * A district's school days begin with the first of which there are records, or today. Without that, everybody would have been
 * absent on all the days before.
 */
export async function writeTerms(pool: Pool, district: District, days: number, now: number): Promise<void> {
  const begins = new Map<number, LocalDate>(
    district.schools.map((school) => [school.id, zoneOf(school.timeZone).dayAt(now).date]),
  )
  // Newest first: the last one of a school is its oldest.
  if (days > 0)
    for (const { date, schools } of pastDays(district, days, now)) for (const { id } of schools) begins.set(id, date)
  const ends = addDays(yearBegins(schoolYearOf(utcDate(now)) + 2), -1)
  await pool.query(WRITE, [[...begins.keys()], [...begins.values()], ends, TERM])
}
