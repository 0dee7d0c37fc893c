import type { Pool } from '@rollcall/platform'
import type { SchoolNow } from './school-dates.ts'
import type { Scope } from './scope.ts'

export interface InsideLine {
  readonly userId: number
  readonly name: string
  readonly className: string | null
  readonly schoolId: number
  readonly since: string
}

const INSIDE = `attendance.user_days day
  JOIN roster.schools school ON school.id = day.school_id
    AND day.local_date = ($1::timestamptz AT TIME ZONE school.time_zone)::date
  JOIN roster.users person ON person.id = day.user_id
  LEFT JOIN roster.classes class ON class.id = person.class_id
  WHERE day.inside_since IS NOT NULL AND ($2::int[] IS NULL OR day.school_id = ANY ($2))
    AND school.deleted_at IS NULL AND ($3::int IS NULL OR person.class_id = $3)`

/** Who is in the building at this moment, enrolled there or not: never from a cache. */
export class InsideList {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async page(scope: Scope, after: number, limit: number, now: Date): Promise<InsideLine[]> {
    const { rows } = await this.#pool.query<InsideLine & { since: Date }>(
      `SELECT day.user_id AS "userId", person.name, class.name AS "className", day.school_id AS "schoolId",
         day.inside_since AS since
       FROM ${INSIDE} AND day.user_id > $4 ORDER BY day.user_id LIMIT $5`,
      [now, scope.schools, scope.classId, after, limit],
    )
    return rows.map((row) => ({ ...row, since: row.since.toISOString() }))
  }

  async total(scope: Scope, now: Date): Promise<number> {
    const { rows } = await this.#pool.query<{ count: number }>(`SELECT count(*) AS count FROM ${INSIDE}`, [
      now,
      scope.schools,
      scope.classId,
    ])
    return rows[0]?.count ?? 0
  }

  async *all(scope: Scope, now: Date): AsyncGenerator<InsideLine> {
    for (let after: number | null = 0; after !== null; ) {
      const page: InsideLine[] = await this.page(scope, after, 1_000, now)
      yield* page
      after = page.length === 1_000 ? (page.at(-1)?.userId ?? null) : null
    }
  }
}

/** How many are inside at this moment, school day or not, by where they are. */
export async function insideNow(pool: Pool, scope: Scope, schools: readonly SchoolNow[]): Promise<number> {
  if (scope.classId === undefined && scope.userId === undefined)
    return schools.reduce((total, { inside }) => total + inside, 0)
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*) AS count FROM unnest($1::int[], $2::date[]) AS school (id, today)
     JOIN roster.users person ON ($3::int IS NULL OR person.class_id = $3) AND ($4::int IS NULL OR person.id = $4)
     CROSS JOIN LATERAL (
       SELECT FROM attendance.user_days day WHERE day.local_date = school.today AND day.user_id = person.id
         AND day.school_id = school.id AND day.inside_since IS NOT NULL OFFSET 0
     ) inside`,
    [schools.map(({ id }) => id), schools.map(({ today }) => today), scope.classId, scope.userId],
  )
  return rows[0]?.count ?? 0
}
