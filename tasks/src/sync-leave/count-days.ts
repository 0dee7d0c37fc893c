import {
  type FiscalYear,
  fiscalYearOf,
  type LeaveSpan,
  type LocalDate,
  leaveDates,
  OFFICE_WEEK,
  type WorkCalendar,
} from '@rollcall/domain'
import type { PoolClient } from '@rollcall/platform'

interface Uncounted extends LeaveSpan {
  readonly id: number
  /** Whose calendar decides; null for somebody who is none of our people. */
  readonly schoolId: number | null
  readonly countedFor: string
}

const BATCH = 5_000

// What a count depends on, as one text: with the same text it is the same count. Of a school's holidays only the newest and how
// many there are, and their names not at all, would miss a moved one; so all dates are in it.
const UNCOUNTED = `
  WITH calendar AS (
    SELECT school.id AS school_id, md5(concat(coalesce(calendar.weekdays, '{1,2,3,4,5}'),
      (SELECT string_agg(date::text, ',' ORDER BY date) FROM roster.holidays WHERE holidays.school_id = school.id))) AS hash
    FROM roster.schools school LEFT JOIN roster.calendars calendar ON calendar.school_id = school.id
    WHERE school.id IN (SELECT person.school_id FROM leave.links JOIN roster.users person ON person.id = links.user_id)
  ), years AS (
    SELECT md5(coalesce(string_agg(concat(fiscal_id, start_date, end_date), ',' ORDER BY fiscal_id), '')) AS hash
    FROM dbo.fiscal_year
  ), wanted AS (
    SELECT employee_leave_id, start_date, end_date, leave_days, is_consecutive, calendar.school_id,
      concat_ws(' ', start_date, end_date, mod(coalesce(leave_days, 0), 1), is_consecutive, coalesce(calendar.hash, '-'),
                years.hash) AS counted_for
    FROM dbo.employee_leaves LEFT JOIN leave.links USING (employee_id)
      LEFT JOIN roster.users person ON person.id = links.user_id
      LEFT JOIN calendar ON calendar.school_id = person.school_id CROSS JOIN years
  )
  SELECT employee_leave_id AS id, wanted.start_date AS "startDate", wanted.end_date AS "endDate",
    wanted.leave_days AS "leaveDays", wanted.is_consecutive AS "isConsecutive", wanted.school_id AS "schoolId",
    wanted.counted_for AS "countedFor"
  FROM wanted LEFT JOIN leave.counted USING (employee_leave_id)
  WHERE counted.counted_for IS DISTINCT FROM wanted.counted_for`

/** Counts the days of every leave whose dates, calendar or fiscal years have changed. Answers with how many leaves these were. */
export async function countDays(client: PoolClient): Promise<number> {
  const { rows: leaves } = await client.query<Uncounted>(UNCOUNTED)
  if (leaves.length === 0) return 0
  const calendars = await readCalendars(client, [...new Set(leaves.flatMap(({ schoolId }) => schoolId ?? []))])
  const years = await client.query<FiscalYear>(
    'SELECT fiscal_id AS id, start_date AS "startDate", end_date AS "endDate" FROM dbo.fiscal_year',
  )
  for (let start = 0; start < leaves.length; start += BATCH)
    await write(client, leaves.slice(start, start + BATCH), calendars, years.rows)
  // Most of it is new: whoever reads it next must not plan for an empty table.
  if (leaves.length > BATCH) await client.query('ANALYZE leave.days, leave.counted, leave.links')
  return leaves.length
}

async function readCalendars(client: PoolClient, schools: readonly number[]): Promise<Map<number, WorkCalendar>> {
  const { rows } = await client.query<{ id: number; weekdays: number[] | null; holidays: LocalDate[] }>(
    `SELECT school.id, calendar.weekdays,
       ARRAY(SELECT date::text FROM roster.holidays WHERE holidays.school_id = school.id) AS holidays
     FROM roster.schools school LEFT JOIN roster.calendars calendar ON calendar.school_id = school.id
     WHERE school.id = ANY ($1::int[])`,
    [schools],
  )
  return new Map(
    rows.map(({ id, weekdays, holidays }) => [
      id,
      { weekdays: weekdays ?? OFFICE_WEEK.weekdays, holidays: new Set(holidays) },
    ]),
  )
}

async function write(
  client: PoolClient,
  leaves: readonly Uncounted[],
  calendars: ReadonlyMap<number, WorkCalendar>,
  years: readonly FiscalYear[],
): Promise<void> {
  const ids: number[] = []
  const dates: LocalDate[] = []
  const portions: number[] = []
  const fiscals: (number | null)[] = []
  for (const leave of leaves)
    for (const { date, portion } of leaveDates(leave, calendars.get(leave.schoolId ?? 0) ?? OFFICE_WEEK)) {
      ids.push(leave.id)
      dates.push(date)
      portions.push(portion)
      fiscals.push(fiscalYearOf(date, years)?.id ?? null)
    }
  const which = leaves.map(({ id }) => id)
  await client.query('DELETE FROM leave.days WHERE employee_leave_id = ANY ($1::int[])', [which])
  await client.query(
    `INSERT INTO leave.days (employee_leave_id, date, portion, fiscal_id)
     SELECT * FROM unnest($1::int[], $2::date[], $3::numeric[], $4::int[])`,
    [ids, dates, portions, fiscals],
  )
  await client.query(
    `INSERT INTO leave.counted (employee_leave_id, counted_for) SELECT * FROM unnest($1::int[], $2::text[])
     ON CONFLICT (employee_leave_id) DO UPDATE SET counted_for = excluded.counted_for`,
    [which, leaves.map(({ countedFor }) => countedFor)],
  )
}
