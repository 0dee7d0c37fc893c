import type { LocalDate } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'

/** A school as its own clock has it. */
export interface SchoolNow {
  readonly id: number
  readonly name: string
  readonly timeZone: string
  readonly today: LocalDate
  /** Whether today's school is over there. */
  readonly over: boolean
  /** How many are in the building. */
  readonly inside: number
  /** Another one whenever something has changed that a number of this school rests on. */
  readonly version: string
}

/** A date with school: no weekend, no holiday, not in the future. */
export interface SchoolDate {
  readonly date: LocalDate
  /** From closing time on: who has not come by then is absent. */
  readonly over: boolean
}

const OVER = (date: string) => `
  CASE WHEN day.school_id IS NULL THEN (${date} + school.closes_at) AT TIME ZONE school.time_zone <= $1::timestamptz
       ELSE day.closed_at IS NOT NULL OR day.closes_at <= $1::timestamptz END`

const TODAY = `($1::timestamptz AT TIME ZONE school.time_zone)::date`

/**
 * `ids`: only these; null: all of them. By id. The version covers the days from `lookBack` days before the date (or today) until
 * `lookAhead` days after it: what is read must lie within.
 */
export async function readSchools(
  pool: Pool,
  wanted: { ids: readonly number[] | null; date: LocalDate | null; lookBack: number; lookAhead: number },
  now: Date,
): Promise<SchoolNow[]> {
  const { ids, date, lookBack, lookAhead } = wanted
  const { rows } = await pool.query<SchoolNow>(
    `SELECT school.id, school.name, school.time_zone AS "timeZone", ${TODAY} AS today, ${OVER(TODAY)} AS over,
       coalesce(day.inside, 0) AS inside,
       concat_ws('.', ${TODAY}, ${OVER(TODAY)}, revised.revision, days.versions, days.count) AS version
     FROM roster.schools school
     LEFT JOIN attendance.school_days day ON day.school_id = school.id AND day.local_date = ${TODAY}
     LEFT JOIN attendance.revisions revised ON revised.school_id = school.id
     CROSS JOIN LATERAL (
       -- Versions only rise and rows only come: an equal sum of equally many is nothing changed.
       SELECT sum(version) AS versions, count(*) AS count FROM attendance.school_days known
       WHERE known.school_id = school.id
         AND known.local_date BETWEEN coalesce($3::date, ${TODAY}) - $4::int AND coalesce($3::date, ${TODAY}) + $5::int
     ) days
     WHERE school.deleted_at IS NULL AND ($2::int[] IS NULL OR school.id = ANY ($2)) ORDER BY school.id`,
    [now, ids, date, lookBack, lookAhead],
  )
  return rows
}

export interface DateRange {
  readonly from: LocalDate
  readonly to: LocalDate
}

/** The dates with school so far, each school's own range; in order. */
export async function readSchoolDates(
  pool: Pool,
  ranges: readonly (DateRange & { schoolId: number })[],
  now: Date,
): Promise<Map<number, SchoolDate[]>> {
  const { rows } = await pool.query<SchoolDate & { schoolId: number }>(
    `SELECT school.id AS "schoolId", wanted.date::date AS date, ${OVER('wanted.date::date')} AS over
     FROM unnest($2::int[], $3::date[], $4::date[]) AS range (school_id, from_date, to_date)
     JOIN roster.schools school ON school.id = range.school_id
     CROSS JOIN LATERAL generate_series(range.from_date, least(range.to_date, ${TODAY}), interval '1 day') AS wanted (date)
     LEFT JOIN attendance.school_days day ON day.school_id = school.id AND day.local_date = wanted.date::date
     WHERE roster.is_school_day(school.id, wanted.date::date)
     ORDER BY school.id, wanted.date`,
    [now, ranges.map((each) => each.schoolId), ranges.map((each) => each.from), ranges.map((each) => each.to)],
  )
  const dates = new Map<number, SchoolDate[]>(ranges.map(({ schoolId }) => [schoolId, []]))
  for (const { schoolId, date, over } of rows) dates.get(schoolId)?.push({ date, over })
  return dates
}
