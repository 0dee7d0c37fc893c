import type { LocalDate, ZoneFrom } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { type Enrolment, PAGE_SIZE } from './enrolment-page.ts'

export interface School {
  readonly id: number
  readonly timeZone: string
  /** Where it changes or has changed: oldest first, from the beginning of time. */
  readonly zones: readonly ZoneFrom[] | null
}

/** What the edge reads of schema roster. */
export class RosterQueries {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Enrolments of these pages, first to last, that had not ended by `since`. */
  async pages(first: number, last: number, since: LocalDate): Promise<Enrolment[]> {
    const { rows } = await this.#pool.query<Enrolment>({
      name: 'enrolment pages',
      text: `SELECT user_id AS "userId", school_id AS "schoolId", from_date AS "from", to_date AS "to"
             FROM roster.enrolments
             WHERE user_id >= $1::bigint AND user_id < $2::bigint AND (to_date IS NULL OR to_date >= $3)`,
      values: [first * PAGE_SIZE, (last + 1) * PAGE_SIZE, since],
    })
    return rows
  }

  async lastUserId(): Promise<number> {
    const { rows } = await this.#pool.query<{ last: number | null }>(
      'SELECT max(user_id) AS last FROM roster.enrolments',
    )
    return rows[0]?.last ?? 0
  }

  async schools(): Promise<School[]> {
    const { rows } = await this.#pool.query<School>(
      `SELECT id, time_zone AS "timeZone",
         (SELECT json_agg(json_build_object('from', z.from_date, 'timeZone', z.time_zone) ORDER BY z.from_date)
          FROM roster.school_zones z WHERE z.school_id = s.id) AS zones
       FROM roster.schools s`,
    )
    return rows
  }
}
