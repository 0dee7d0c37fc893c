import type { LocalDate } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { schoolDate } from './day-at-school.ts'
import type { District, School } from './district.ts'
import { comersOf } from './past-days.ts'

interface KnownDay {
  readonly came: number
  readonly closed: boolean
}

/** Which days the database has already, whether they were made up or real. */
export class KnownDays {
  readonly #days = new Map<string, KnownDay>()

  static async read(pool: Pool, district: District, from: LocalDate, to: LocalDate): Promise<KnownDays> {
    const known = new KnownDays()
    const { rows } = await pool.query<KnownDay & { schoolId: number; date: LocalDate }>(
      `SELECT school_id AS "schoolId", local_date AS date, came, closed_at IS NOT NULL AS closed
       FROM attendance.school_days WHERE local_date BETWEEN $1 AND $2 AND school_id = ANY($3::int[])`,
      [from, to, district.schools.map(({ id }) => id)],
    )
    for (const { schoolId, date, ...day } of rows) known.#days.set(`${date} ${schoolId}`, day)
    return known
  }

  isEmpty(school: School, date: LocalDate): boolean {
    return this.#find(school, date).came === 0
  }

  /** At least as many came as would: nobody is missing. A day that was cut short, or where somebody real came, is not whole. */
  isWhole(district: District, school: School, date: LocalDate): boolean {
    const { came, closed } = this.#find(school, date)
    if (!closed || came === 0) return false
    let missing = came
    for (const _ of comersOf(district, school, schoolDate(district.seed, school, date))) missing--
    return missing >= 0
  }

  #find = (school: School, date: LocalDate): KnownDay =>
    this.#days.get(`${date} ${school.id}`) ?? { came: 0, closed: false }
}

/** Who has a day at one of the schools, or was counted elsewhere on it. */
export async function peopleWithDay(pool: Pool, date: LocalDate, userIds: readonly number[]): Promise<Set<number>> {
  const { rows } = await pool.query<{ userId: number }>(
    'SELECT user_id AS "userId" FROM attendance.user_days WHERE local_date = $1 AND user_id = ANY($2::int[])',
    [date, userIds],
  )
  return new Set(rows.map(({ userId }) => userId))
}
