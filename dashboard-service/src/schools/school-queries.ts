import { FEVER } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'

/** A school and what its day has come to. `attendance` is how many people came. */
export interface SchoolDay {
  readonly id: number
  readonly name: string
  readonly timeZone: string
  readonly localDate: string
  readonly attendance: number
  readonly present: number
  readonly inside: number
  readonly late: number
  readonly fevers: number
}

export interface HourOfArrivals {
  readonly hour: Date
  readonly checkIns: number
  readonly checkOuts: number
}

export interface LastHours {
  readonly since: Date
  readonly checkIns: number
  readonly checkOuts: number
  readonly people: number
  readonly fevers: number
  readonly highestTemperature: number | null
  /** Time of the newest event: what these numbers speak of. */
  readonly asOf: Date | null
  readonly byHour: readonly HourOfArrivals[]
}

export interface SchoolPosition {
  readonly fevers: number
  readonly id: number
}

const DAY = `s.id, s.name, s.time_zone AS "timeZone", d.date AS "localDate",
  coalesce(sd.came, 0) AS attendance, coalesce(sd.present, 0) AS present, coalesce(sd.inside, 0) AS inside,
  coalesce(sd.late, 0) AS late, coalesce(sd.fevers, 0) AS fevers`

/** $1: a date, or null for today as each school's own calendar has it. */
const SCHOOL_DAYS = `roster.schools s
  CROSS JOIN LATERAL (SELECT coalesce($1::date, (now() AT TIME ZONE s.time_zone)::date) AS date) d
  LEFT JOIN attendance.school_days sd ON sd.school_id = s.id AND sd.local_date = d.date`

/** Reads for GET /schools and GET /schools/:id. */
export class SchoolQueries {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Most fevers first. `schools`: only these. */
  async list(options: {
    date: string | null
    schools: readonly number[] | null
    after: SchoolPosition | null
    limit: number
  }): Promise<SchoolDay[]> {
    const { date, schools, after, limit } = options
    const { rows } = await this.#pool.query<SchoolDay>(
      `SELECT ${DAY} FROM ${SCHOOL_DAYS}
       WHERE s.deleted_at IS NULL AND ($2::int[] IS NULL OR s.id = ANY($2))
         AND ($3::int IS NULL OR (coalesce(sd.fevers, 0), -s.id) < ($3, -$4::int))
       ORDER BY coalesce(sd.fevers, 0) DESC, s.id LIMIT $5`,
      [date, schools, after?.fevers ?? null, after?.id ?? null, limit],
    )
    return rows
  }

  async show(id: number, date: string | null): Promise<(SchoolDay & { enrolled: number }) | undefined> {
    const { rows } = await this.#pool.query<SchoolDay & { enrolled: number }>(
      `SELECT ${DAY},
         (SELECT count(*) FROM roster.enrolments e
          WHERE e.school_id = s.id AND e.from_date <= d.date AND (e.to_date IS NULL OR e.to_date >= d.date)) AS enrolled
       FROM ${SCHOOL_DAYS} WHERE s.id = $2 AND s.deleted_at IS NULL`,
      [date, id],
    )
    return rows[0]
  }

  async lastHours(id: number, since: Date): Promise<LastHours> {
    // The bound on utc_date lets Postgres leave out all other days' partitions.
    const recent = 'attendance.events WHERE school_id = $1 AND at > $2 AND utc_date >= ($2::timestamptz)::date'
    const [sums, hours] = await Promise.all([
      this.#pool.query<Omit<LastHours, 'since' | 'byHour'>>(
        `SELECT count(*) FILTER (WHERE type = 'checkin') AS "checkIns",
           count(*) FILTER (WHERE type = 'checkout') AS "checkOuts", count(DISTINCT user_id) AS people,
           count(DISTINCT user_id) FILTER (WHERE temperature >= $3) AS fevers,
           max(temperature) AS "highestTemperature", max(at) AS "asOf"
         FROM ${recent}`,
        [id, since, FEVER],
      ),
      this.#pool.query<HourOfArrivals>(
        `SELECT date_trunc('hour', at) AS hour, count(*) FILTER (WHERE type = 'checkin') AS "checkIns",
           count(*) FILTER (WHERE type = 'checkout') AS "checkOuts"
         FROM ${recent} GROUP BY 1 ORDER BY 1`,
        [id, since],
      ),
    ])
    const [sum] = sums.rows
    if (!sum) throw new Error('an aggregate returned no row')
    return { since, ...sum, byHour: hours.rows }
  }
}
