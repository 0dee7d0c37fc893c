import type { Pool } from '@rollcall/platform'

/** How many had come by then, counted by the clock of the school. */
export interface ArrivalsStep {
  /** Minutes since the school's midnight, at the end of the step. */
  readonly minute: number
  readonly arrivals: number
}

export interface Arrivals {
  readonly localDate: string
  readonly steps: readonly ArrivalsStep[]
}

export interface LastArrival {
  readonly userId: number
  readonly name: string
  readonly className: string | null
  readonly type: 'checkin' | 'checkout'
  readonly timestamp: string
  readonly temperature: number | null
  readonly image: string | null
}

export interface SchoolClock {
  readonly id: number
  readonly name: string
  readonly timeZone: string
  readonly localDate: string
  readonly opensAt: string
  readonly closesAt: string
  readonly lateAfterMinutes: number
}

const STEP_MINUTES = 5

/** Reads for the screen Today. */
export class TodayQueries {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async school(id: number): Promise<SchoolClock | undefined> {
    const { rows } = await this.#pool.query<SchoolClock>(
      `SELECT id, name, time_zone AS "timeZone", (now() AT TIME ZONE time_zone)::date AS "localDate",
         to_char(opens_at, 'HH24:MI') AS "opensAt", to_char(closes_at, 'HH24:MI') AS "closesAt",
         late_after_minutes AS "lateAfterMinutes"
       FROM roster.schools WHERE id = $1 AND deleted_at IS NULL`,
      [id],
    )
    return rows[0]
  }

  /** People by the minute of their first check-in, summed up: the curve rises to how many came. */
  async arrivals({ id, timeZone }: Pick<SchoolClock, 'id' | 'timeZone'>, localDate: string): Promise<Arrivals> {
    const { rows } = await this.#pool.query<ArrivalsStep>(
      `SELECT step.minute, (sum(count(*)) OVER (ORDER BY step.minute))::integer AS arrivals
       FROM attendance.user_days day
       CROSS JOIN LATERAL (SELECT day.first_in AT TIME ZONE $3 AS local) arrived
       CROSS JOIN LATERAL (
         SELECT ((extract(hour FROM arrived.local) * 60 + extract(minute FROM arrived.local))::integer / $4 + 1) * $4
           AS minute
       ) step
       WHERE day.school_id = $1 AND day.local_date = $2 AND day.came AND day.first_in IS NOT NULL
       GROUP BY step.minute ORDER BY step.minute`,
      [id, localDate, timeZone, STEP_MINUTES],
    )
    return { localDate, steps: rows }
  }

  /** The newest check-ins and check-outs, newest first. The bound on utc_date leaves out the other days' partitions. */
  async lastArrivals(schoolId: number, limit: number): Promise<LastArrival[]> {
    const { rows } = await this.#pool.query<LastArrival & { timestamp: Date }>(
      `SELECT event.user_id AS "userId", person.name, class.name AS "className", event.type, event.at AS timestamp,
         event.temperature, event.image
       FROM (
         SELECT user_id, type, at, temperature, image FROM attendance.events
         WHERE school_id = $1 AND utc_date >= (now() - interval '1 day')::date AND at > now() - interval '1 day'
         ORDER BY at DESC LIMIT $2
       ) event
       JOIN roster.users person ON person.id = event.user_id
       LEFT JOIN roster.classes class ON class.id = person.class_id
       ORDER BY event.at DESC, event.user_id`,
      [schoolId, limit],
    )
    return rows.map((row) => ({ ...row, timestamp: row.timestamp.toISOString() }))
  }
}
