import type { LocalDate, Transition } from '@rollcall/domain'
import { eventId, FEVER } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import type { DateRange } from './school-dates.ts'
import type { Scope } from './scope.ts'

export interface FeverLine {
  readonly userId: number
  readonly name: string
  readonly className: string | null
  readonly schoolId: number
  readonly schoolName: string
  readonly timeZone: string
  readonly localDate: LocalDate
  /** Of the highest reading. */
  readonly id: string
  readonly reading: number
  readonly readAt: string
  readonly readings: number
  /** Time of the first reading of the day with a fever. */
  readonly since: string
  readonly recheck: number | null
  readonly recheckAt: string | null
  readonly calledAt: string | null
  readonly pickedUpAt: string | null
  readonly owner: string | null
  /** Of what was done; 0: nothing yet. */
  readonly version: number
}

export const FEVER_ORDERS = ['newest', 'waiting'] as const
export interface FeverFilter {
  readonly range: DateRange
  /** Only the date that each school has at this time. */
  readonly todayAt?: Date | undefined
  /** Neither picked up nor found well at the recheck. */
  readonly open?: boolean | undefined
  /** waiting: for whom nothing was done comes first, who is done last; of each, who waits longest. */
  readonly order?: (typeof FEVER_ORDERS)[number] | undefined
}

/** Where a page goes on: what its order compares. */
export type FeverPlace = readonly (string | number)[]

interface Row extends Omit<FeverLine, 'id' | 'readAt' | 'since' | 'recheckAt' | 'calledAt' | 'pickedUpAt'> {
  readonly at: Date
  readonly type: Transition
  readonly since: Date
  readonly recheckAt: Date | null
  readonly calledAt: Date | null
  readonly pickedUpAt: Date | null
  readonly stage: number
}

const ORDERS = {
  newest: {
    after: '(fever."localDate", fever."userId") < ($9::date, $10::int)',
    by: 'fever."localDate" DESC, fever."userId" DESC',
    place: ({ localDate, userId }: Row): FeverPlace => [localDate, userId],
  },
  waiting: {
    after: '(stage, since, fever."userId", fever."localDate") > ($9::int, $10::timestamptz, $11::int, $12::date)',
    by: 'stage, since, fever."userId", fever."localDate"',
    place: ({ stage, since, userId, localDate }: Row): FeverPlace => [stage, since.toISOString(), userId, localDate],
  },
} as const

/** Fevers, a line a person and date, with what was done about them. */
export class Fevers {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** `next` is null where the page is not full. */
  async page(
    scope: Scope,
    filter: FeverFilter,
    after: FeverPlace | null,
    limit: number,
  ): Promise<{ data: FeverLine[]; next: FeverPlace | null }> {
    const { range, todayAt, open = false, order = 'newest' } = filter
    const { rows } = await this.#pool.query<Row>(
      `SELECT fever.*, person.name, class.name AS "className", followed.recheck, followed.recheck_at AS "recheckAt",
         followed.called_at AS "calledAt", followed.picked_up_at AS "pickedUpAt", followed.owner,
         coalesce(followed.version, 0) AS version, stage
       FROM (
         SELECT DISTINCT ON (local_date, user_id) user_id AS "userId", local_date AS "localDate", school_id AS "schoolId",
           school.name AS "schoolName", school.time_zone AS "timeZone", at, type, temperature AS reading,
           count(*) OVER of_the_day AS readings, min(at) OVER of_the_day AS since
         FROM roster.schools school
         JOIN attendance.fever_events event ON event.school_id = school.id AND event.local_date BETWEEN $1 AND $2
         WHERE ($3::int[] IS NULL OR school.id = ANY ($3))
           AND ($6::timestamptz IS NULL OR event.local_date = ($6 AT TIME ZONE school.time_zone)::date)
         WINDOW of_the_day AS (PARTITION BY local_date, user_id)
         ORDER BY local_date, user_id, temperature DESC, at
       ) fever
       JOIN roster.users person ON person.id = fever."userId"
       LEFT JOIN roster.classes class ON class.id = person.class_id
       LEFT JOIN attendance.fever_follow_ups followed
         ON followed.user_id = fever."userId" AND followed.local_date = fever."localDate"
       CROSS JOIN LATERAL (
         SELECT CASE WHEN followed.picked_up_at IS NOT NULL OR followed.recheck < ${FEVER} THEN 2
           WHEN num_nonnulls(followed.recheck, followed.called_at, followed.owner) > 0 THEN 1 ELSE 0 END AS stage
       ) come
       WHERE ($4::int IS NULL OR person.class_id = $4) AND ($5::int IS NULL OR person.id = $5)
         AND (NOT $7::boolean OR stage < 2)
         ${after ? `AND ${ORDERS[order].after}` : ''}
       ORDER BY ${ORDERS[order].by} LIMIT $8`,
      [range.from, range.to, scope.schools, scope.classId, scope.userId, todayAt, open, limit, ...(after ?? [])],
    )
    const last = rows.at(-1)
    return {
      data: rows.map(({ at, type, since, recheckAt, calledAt, pickedUpAt, stage: _, ...row }) => ({
        ...row,
        id: eventId(row.userId, type, at.getTime()),
        readAt: at.toISOString(),
        since: since.toISOString(),
        recheckAt: recheckAt?.toISOString() ?? null,
        calledAt: calledAt?.toISOString() ?? null,
        pickedUpAt: pickedUpAt?.toISOString() ?? null,
      })),
      next: last && rows.length === limit ? ORDERS[order].place(last) : null,
    }
  }

  async *all(scope: Scope, filter: FeverFilter): AsyncGenerator<FeverLine> {
    for (let after: FeverPlace | null = null; ; ) {
      const { data, next }: { data: FeverLine[]; next: FeverPlace | null } = await this.page(
        scope,
        filter,
        after,
        1_000,
      )
      yield* data
      if (next === null) return
      after = next
    }
  }
}
