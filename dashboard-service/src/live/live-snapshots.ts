import { addDays, eventId, type LocalDate, type Transition, utcDate } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'

export interface Arrival {
  readonly id: string
  readonly userId: number
  readonly name: string
  readonly schoolId: number
  readonly type: Transition
  readonly timestamp: string
}

export interface SchoolCounters {
  readonly id: number
  readonly localDate: LocalDate
  readonly came: number
  readonly present: number
  readonly inside: number
  readonly late: number
  readonly fevers: number
}

/** How things stand: all that a screen shows, so that one who missed ten of these misses nothing by the eleventh. */
export interface Snapshot {
  /** Equal where nothing has changed, whichever instance says so. */
  readonly id: string
  readonly came: number
  readonly present: number
  readonly inside: number
  readonly late: number
  readonly fevers: number
  readonly schools: readonly SchoolCounters[]
  readonly arrivals: readonly Arrival[]
}

const ARRIVALS = 10
/** Of a district only the schools where most is going on are named one by one. */
const SCHOOLS_NAMED = 50
const COUNTERS = ['came', 'present', 'inside', 'late', 'fevers'] as const

type Row = SchoolCounters & { readonly version: number }

export class LiveSnapshots {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** `schools`: only these; null: all of them. */
  async read(schools: readonly number[] | null, now: Date): Promise<Snapshot> {
    const { rows } = await this.#pool.query<Row>(
      `SELECT school.id, today.date AS "localDate", coalesce(day.version, 0) AS version, coalesce(day.came, 0) AS came,
         coalesce(day.present, 0) AS present, coalesce(day.inside, 0) AS inside, coalesce(day.late, 0) AS late,
         coalesce(day.fevers, 0) AS fevers
       FROM roster.schools school
       CROSS JOIN LATERAL (SELECT ($2::timestamptz AT TIME ZONE school.time_zone)::date AS date) today
       LEFT JOIN attendance.school_days day ON day.school_id = school.id AND day.local_date = today.date
       WHERE school.deleted_at IS NULL AND ($1::int[] IS NULL OR school.id = ANY ($1)) ORDER BY school.id`,
      [schools, now],
    )
    const sums = Object.fromEntries(
      COUNTERS.map((counter) => [counter, rows.reduce((total, row) => total + row[counter], 0)]),
    ) as Record<(typeof COUNTERS)[number], number>
    const versions = rows.reduce((total, row) => total + row.version, 0)
    const dates = [...new Set(rows.map(({ localDate }) => localDate))].toSorted()
    const busiest = rows.toSorted((a, b) => b.inside - a.inside || a.id - b.id).slice(0, SCHOOLS_NAMED)
    return {
      id: `${rows.length}.${dates[0] ?? ''}.${dates.at(-1) ?? ''}.${versions}`,
      ...sums,
      schools: busiest.map(({ version: _, ...counters }) => counters),
      arrivals: await this.#arrivals(busiest.slice(0, ARRIVALS), now),
    }
  }

  /** The newest of each school by its index, and of those the newest. */
  async #arrivals(schools: readonly Row[], now: Date): Promise<Arrival[]> {
    const today = utcDate(now.getTime())
    const { rows } = await this.#pool.query<Omit<Arrival, 'id' | 'timestamp'> & { at: Date }>(
      `SELECT newest.*, person.name
       FROM unnest($1::int[]) AS school (id)
       CROSS JOIN LATERAL (
         SELECT user_id AS "userId", school_id AS "schoolId", type, at FROM attendance.events
         WHERE school_id = school.id AND utc_date BETWEEN $2::date AND $3::date ORDER BY at DESC LIMIT ${ARRIVALS}
       ) newest
       JOIN roster.users person ON person.id = newest."userId"
       ORDER BY newest.at DESC, newest."userId" LIMIT ${ARRIVALS}`,
      [schools.map(({ id }) => id), addDays(today, -1), addDays(today, 1)],
    )
    return rows.map(({ at, ...row }) => ({
      id: eventId(row.userId, row.type, at.getTime()),
      ...row,
      timestamp: at.toISOString(),
    }))
  }
}
