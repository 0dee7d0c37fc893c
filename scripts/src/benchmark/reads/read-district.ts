import { addDays, type LocalDate, utcDate } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'

export const SCHOOL_DAYS = 22
export const CLASSES_EACH = 400
/** Records a page of the attendance list, and the deepest page that is asked for. */
export const PAGE = 100

/** Large schools with a month behind them. */
export interface ReadDistrict {
  readonly schools: number
  readonly peopleEach: number
  readonly firstSchool: number
  readonly firstUser: number
  /** The last school days of last month and, where it has too few, of the one before; in order. */
  readonly dates: readonly LocalDate[]
}

export async function readDistrict(
  pool: Pool,
  size: { schools: number; peopleEach: number },
  now: Date,
): Promise<ReadDistrict> {
  const { rows } = await pool.query<{ school: number; person: number }>(
    `SELECT (SELECT coalesce(max(id), 0) FROM roster.schools) AS school,
       (SELECT coalesce(max(id), 0) FROM roster.users) AS person`,
  )
  const { school = 0, person = 0 } = rows[0] ?? {}
  return { ...size, firstSchool: school + 1, firstUser: person + 1, dates: schoolDays(now) }
}

export const schoolsOf = ({ firstSchool, schools }: ReadDistrict): number[] =>
  Array.from({ length: schools }, (_, index) => firstSchool + index)

export const lastDate = ({ dates }: ReadDistrict): LocalDate => dates.at(-1) ?? ''

/** Of a month that is over: what is asked about it does not depend on the day on which it is measured. */
export function schoolDays(now: Date): LocalDate[] {
  const dates: LocalDate[] = []
  const firstOfMonth = `${utcDate(now.getTime()).slice(0, 7)}-01`
  for (let date = addDays(firstOfMonth, -1); dates.length < SCHOOL_DAYS; date = addDays(date, -1))
    if (isWeekday(date)) dates.unshift(date)
  return dates
}

const isWeekday = (date: LocalDate): boolean => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())
