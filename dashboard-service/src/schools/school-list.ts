import type { Pool, PoolClient } from '@rollcall/platform'
import type { SortedPage, SortKeys } from '../fields/sorted-page.ts'
import { SCHOOL_COLUMNS, type School } from './school.ts'

export const SCHOOL_SORTS: SortKeys = {
  id: null,
  name: 'roster.sort_name(s.name) COLLATE "C"',
  externalId: `coalesce(s.external_id, '') COLLATE "C"`,
}

export interface SchoolFilter {
  /** Those that the caller may see; null: all. */
  readonly schools: readonly number[] | null
  readonly search: string | null
  readonly deleted: boolean
}

export const SCHOOL_FILTER = `($1::int[] IS NULL OR s.id = ANY($1))
  AND ($2::text IS NULL OR roster.name_vector(s.name) @@ roster.name_query($2) OR s.external_id LIKE $3)
  AND ($4 OR s.deleted_at IS NULL)`
export const schoolFilterValues = ({ schools, search, deleted }: SchoolFilter): unknown[] => [
  schools,
  search,
  search === null ? null : `${search.replaceAll(/[\\%_]/g, '\\$&')}%`,
  deleted,
]

/** Reads of schools themselves, for those who keep them. */
export class SchoolList {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async list(filter: SchoolFilter, page: SortedPage): Promise<(School & { sortedBy: string })[]> {
    const { rows } = await this.#pool.query<School & { sortedBy: string }>(
      `SELECT ${SCHOOL_COLUMNS}, ${page.sortedBy} AS "sortedBy" FROM roster.schools s
       WHERE ${SCHOOL_FILTER} AND ${page.where('s.id', '$5', '$6')} ${page.order('s.id')} LIMIT $7`,
      [...schoolFilterValues(filter), page.after?.value ?? null, page.after?.id ?? null, page.limit],
    )
    return rows
  }

  async count(filter: SchoolFilter): Promise<number> {
    const { rows } = await this.#pool.query<{ count: number }>(
      `SELECT count(*) FROM roster.schools s WHERE ${SCHOOL_FILTER}`,
      schoolFilterValues(filter),
    )
    return rows[0]?.count ?? 0
  }

  show(id: number, schools: readonly number[] | null): Promise<School | undefined> {
    return findSchool(this.#pool, id, schools)
  }
}

export async function findSchool(
  client: Pool | PoolClient,
  id: number,
  schools: readonly number[] | null,
): Promise<School | undefined> {
  const { rows } = await client.query<School>(
    `SELECT ${SCHOOL_COLUMNS} FROM roster.schools s WHERE s.id = $1 AND ($2::int[] IS NULL OR s.id = ANY($2))`,
    [id, schools],
  )
  return rows[0]
}
