import type { LocalDate, Transition } from '@rollcall/domain'
import { eventId } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import type { DateRange } from './school-dates.ts'
import type { Scope } from './scope.ts'

export interface FeverLine {
  readonly userId: number
  readonly name: string
  readonly className: string | null
  readonly schoolId: number
  readonly localDate: LocalDate
  /** Of the highest reading. */
  readonly id: string
  readonly reading: number
  readonly readAt: string
  readonly readings: number
  readonly recheck: number | null
  readonly recheckAt: string | null
  readonly calledAt: string | null
  readonly pickedUpAt: string | null
  readonly owner: string | null
}

export type FeverPlace = [date: LocalDate, userId: number]

interface Row extends Omit<FeverLine, 'id' | 'readAt' | 'recheckAt' | 'calledAt' | 'pickedUpAt'> {
  readonly at: Date
  readonly type: Transition
  readonly recheckAt: Date | null
  readonly calledAt: Date | null
  readonly pickedUpAt: Date | null
}

/** Fevers, a line a person and date, newest date first, with what was done about them. */
export class Fevers {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async page(scope: Scope, range: DateRange, after: FeverPlace | null, limit: number): Promise<FeverLine[]> {
    const { rows } = await this.#pool.query<Row>(
      `SELECT fever.*, person.name, class.name AS "className", followed.recheck, followed.recheck_at AS "recheckAt",
         followed.called_at AS "calledAt", followed.picked_up_at AS "pickedUpAt", followed.owner
       FROM (
         SELECT DISTINCT ON (local_date, user_id) user_id AS "userId", local_date AS "localDate", school_id AS "schoolId", at, type,
           temperature AS reading, count(*) OVER (PARTITION BY local_date, user_id) AS readings
         FROM attendance.fever_events
         WHERE local_date BETWEEN $1 AND $2 AND ($3::int[] IS NULL OR school_id = ANY ($3))
         ORDER BY local_date, user_id, temperature DESC, at
       ) fever
       JOIN roster.users person ON person.id = fever."userId"
       LEFT JOIN roster.classes class ON class.id = person.class_id
       LEFT JOIN attendance.fever_follow_ups followed
         ON followed.user_id = fever."userId" AND followed.local_date = fever."localDate"
       WHERE ($4::int IS NULL OR person.class_id = $4) AND ($5::int IS NULL OR person.id = $5)
         AND ($6::date IS NULL OR (fever."localDate", fever."userId") < ($6, $7::int))
       ORDER BY fever."localDate" DESC, fever."userId" DESC LIMIT $8`,
      [range.from, range.to, scope.schools, scope.classId, scope.userId, after?.[0], after?.[1], limit],
    )
    return rows.map(({ at, type, recheckAt, calledAt, pickedUpAt, ...row }) => ({
      ...row,
      id: eventId(row.userId, type, at.getTime()),
      readAt: at.toISOString(),
      recheckAt: recheckAt?.toISOString() ?? null,
      calledAt: calledAt?.toISOString() ?? null,
      pickedUpAt: pickedUpAt?.toISOString() ?? null,
    }))
  }

  async *all(scope: Scope, range: DateRange): AsyncGenerator<FeverLine> {
    for (let after: FeverPlace | null = null; ; ) {
      const page: FeverLine[] = await this.page(scope, range, after, 1_000)
      yield* page
      const last = page.at(-1)
      if (!last || page.length < 1_000) return
      after = [last.localDate, last.userId]
    }
  }
}
