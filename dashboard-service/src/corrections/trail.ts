import { type LocalDate, type Transition, undoneCorrections } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { textOf } from './correction-body.ts'

export interface TrailFilter {
  readonly schools: readonly number[] | null
  readonly school?: number | undefined
  readonly user?: number | undefined
  /** Dates that the corrections are about. */
  readonly from?: LocalDate | undefined
  readonly to?: LocalDate | undefined
  /** When they were made. */
  readonly changedFrom?: Date | undefined
  readonly changedTo?: Date | undefined
}

export interface TrailLine {
  readonly id: number
  readonly kind: string
  readonly userId: number
  readonly userName: string
  readonly schoolId: number
  readonly localDate: LocalDate
  /** void, amend: the check-in it is about. */
  readonly target: string | null
  readonly type: Transition | null
  readonly timestamp: string | null
  readonly temperature: number | null
  readonly status: string | null
  readonly undoes: number | null
  /** Of the correction that has undone this one, unless that one is undone itself. */
  readonly undoneBy: number | null
  readonly reason: string
  readonly madeBy: string
  readonly madeAt: string
}

interface Row extends Omit<TrailLine, 'target' | 'timestamp' | 'madeAt' | 'undoneBy'> {
  readonly targetAt: Date | null
  readonly targetType: Transition | null
  readonly at: Date | null
  readonly madeAt: Date
}

/** Who changed what, when and why. Newest first. */
export class Trail {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async page(filter: TrailFilter, before: number | null, limit: number): Promise<TrailLine[]> {
    const { schools, school, user, from, to, changedFrom, changedTo } = filter
    const { rows } = await this.#pool.query<Row>(
      `SELECT made.id, made.kind, made.user_id AS "userId", person.name AS "userName", made.school_id AS "schoolId",
         made.local_date AS "localDate", made.target_at AS "targetAt", made.target_type AS "targetType", made.at, made.type,
         made.temperature, made.status, made.undoes, made.reason, made.made_by AS "madeBy", made.made_at AS "madeAt"
       FROM attendance.corrections made JOIN roster.users person ON person.id = made.user_id
       WHERE ($1::int[] IS NULL OR made.school_id = ANY ($1)) AND ($2::int IS NULL OR made.school_id = $2)
         AND ($3::int IS NULL OR made.user_id = $3)
         AND ($4::date IS NULL OR made.local_date >= $4) AND ($5::date IS NULL OR made.local_date <= $5)
         AND ($6::timestamptz IS NULL OR made.made_at >= $6) AND ($7::timestamptz IS NULL OR made.made_at < $7)
         AND ($8::bigint IS NULL OR made.id < $8)
       ORDER BY made.id DESC LIMIT $9`,
      [schools, school, user, from, to, changedFrom, changedTo, before, limit],
    )
    const undoneBy = await this.#undone(rows)
    return rows.map(({ targetAt, targetType, at, madeAt, ...line }) => ({
      ...line,
      undoneBy: undoneBy.get(line.id) ?? null,
      target: targetAt && targetType ? textOf(line.userId, { at: targetAt.getTime(), type: targetType }) : null,
      timestamp: at?.toISOString() ?? null,
      madeAt: madeAt.toISOString(),
    }))
  }

  /** Which of them are undone, and by which: an undo that is undone brings back what it had taken away. */
  async #undone(rows: readonly Row[]): Promise<Map<number, number>> {
    const { rows: undos } = await this.#pool.query<{ id: number; undoes: number }>(
      `SELECT undo.id, undo.undoes
       FROM (SELECT DISTINCT * FROM unnest($1::date[], $2::int[]) AS day (local_date, user_id)) day
       JOIN attendance.corrections undo ON undo.local_date = day.local_date AND undo.user_id = day.user_id
       WHERE undo.kind = 'undo'`,
      [rows.map(({ localDate }) => localDate), rows.map(({ userId }) => userId)],
    )
    const undone = undoneCorrections(undos.map(({ id, undoes }) => ({ id, kind: 'undo', undoes })))
    return new Map(undos.filter(({ id }) => !undone.has(id)).map(({ id, undoes }) => [undoes, id]))
  }

  /** All of it, a page at a time as it is taken. */
  async *all(filter: TrailFilter): AsyncGenerator<TrailLine> {
    for (let before: number | null = null; ; ) {
      const page: TrailLine[] = await this.page(filter, before, 1_000)
      yield* page
      before = page.at(-1)?.id ?? null
      if (page.length < 1_000) return
    }
  }
}
