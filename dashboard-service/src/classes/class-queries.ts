import type { Pool, PoolClient } from '@rollcall/platform'
import type { SortedPage, SortKeys } from '../fields/sorted-page.ts'
import { findSchool } from '../schools/school-list.ts'
import { CLASS_COLUMNS, type SchoolClass, type YearGroup } from './class.ts'

export const CLASS_SORTS: SortKeys = { id: null, name: 'roster.sort_name(c.name) COLLATE "C"' }

/** Which classes. `schools`: those that the caller may see. */
export interface ClassFilter {
  readonly schools: readonly number[] | null
  readonly schoolId: number | null
  readonly search: string | null
}

export class ClassQueries {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async list({ schools, schoolId, search }: ClassFilter, page: SortedPage) {
    const { rows } = await this.#pool.query<SchoolClass & { sortedBy: string }>(
      `SELECT ${CLASS_COLUMNS}, ${page.sortedBy} AS "sortedBy" FROM roster.classes c
       WHERE ($1::int[] IS NULL OR c.school_id = ANY($1)) AND ($2::int IS NULL OR c.school_id = $2)
         AND ($3::text IS NULL OR roster.name_vector(c.name) @@ roster.name_query($3))
         AND ${page.where('c.id', '$4', '$5')} ${page.order('c.id')} LIMIT $6`,
      [schools, schoolId, search, page.after?.value ?? null, page.after?.id ?? null, page.limit],
    )
    return rows
  }

  show(id: number, schools: readonly number[] | null): Promise<SchoolClass | undefined> {
    return findClass(this.#pool, id, schools)
  }

  async isSchool(id: number, schools: readonly number[] | null): Promise<boolean> {
    return (await findSchool(this.#pool, id, schools)) !== undefined
  }

  /** As people have them, by themselves or by their class; one that only a class has, has nobody. */
  async yearGroups(schoolId: number): Promise<YearGroup[]> {
    const { rows } = await this.#pool.query<YearGroup>(
      `SELECT $1::int AS "schoolId", "yearGroup", sum(people)::int AS people
       FROM (SELECT coalesce(u.year_group, c.year_group) AS "yearGroup", count(*) AS people
             FROM roster.users u LEFT JOIN roster.classes c ON c.id = u.class_id
             WHERE u.school_id = $1 AND u.deleted_at IS NULL AND coalesce(u.year_group, c.year_group) IS NOT NULL
             GROUP BY 1
             UNION ALL SELECT year_group, 0 FROM roster.classes WHERE school_id = $1 AND year_group IS NOT NULL) AS groups
       GROUP BY 2 ORDER BY 2 LIMIT 1000`,
      [schoolId],
    )
    return rows
  }
}

export async function findClass(
  client: Pool | PoolClient,
  id: number,
  schools: readonly number[] | null,
): Promise<SchoolClass | undefined> {
  const { rows } = await client.query<SchoolClass>(
    `SELECT ${CLASS_COLUMNS} FROM roster.classes c WHERE c.id = $1 AND ($2::int[] IS NULL OR c.school_id = ANY($2))`,
    [id, schools],
  )
  return rows[0]
}
