import type { Pool, PoolClient } from '@rollcall/platform'
import type { SortedPage, SortKeys } from '../fields/sorted-page.ts'
import { type Enrolment, type Kind, USER_COLUMNS, USERS, type User } from './user.ts'

export const USER_SORTS: SortKeys = {
  id: null,
  name: 'roster.sort_name(u.name) COLLATE "C"',
  externalId: `coalesce(u.external_id, '') COLLATE "C"`,
}

/** Which people; what is null does not matter. `schools`: those that the caller may see. */
export interface UserFilter {
  readonly schools: readonly number[] | null
  readonly schoolId: number | null
  readonly classId: number | null
  readonly kind: Kind | null
  readonly yearGroup: string | null
  readonly search: string | null
  /** Those who have been deleted as well. */
  readonly deleted: boolean
}

const FILTER = `($1::int[] IS NULL OR u.school_id = ANY($1)) AND ($2::int IS NULL OR u.school_id = $2)
  AND ($3::int IS NULL OR u.class_id = $3) AND ($4::text IS NULL OR u.kind = $4)
  AND ($5::text IS NULL OR coalesce(u.year_group, c.year_group) = $5)
  AND ($6::text IS NULL OR roster.name_vector(u.name) @@ roster.name_query($6) OR u.external_id LIKE $7)
  AND ($8 OR u.deleted_at IS NULL)`

export const filterValues = (filter: UserFilter): unknown[] => [
  filter.schools,
  filter.schoolId,
  filter.classId,
  filter.kind,
  filter.yearGroup,
  filter.search,
  filter.search === null ? null : `${filter.search.replaceAll(/[\\%_]/g, '\\$&')}%`,
  filter.deleted,
]
export const USER_FILTER = FILTER

/** Reads of people, for those who keep them. */
export class UserQueries {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async list(filter: UserFilter, page: SortedPage): Promise<(User & { sortedBy: string })[]> {
    const { rows } = await this.#pool.query<User & { sortedBy: string }>(
      `SELECT ${USER_COLUMNS}, ${page.sortedBy} AS "sortedBy" FROM ${USERS}
       WHERE ${FILTER} AND ${page.where('u.id', '$9', '$10')} ${page.order('u.id')} LIMIT $11`,
      [...filterValues(filter), page.after?.value ?? null, page.after?.id ?? null, page.limit],
    )
    return rows
  }

  async count(filter: UserFilter): Promise<number> {
    const { rows } = await this.#pool.query<{ count: number }>(
      `SELECT count(*) FROM roster.users u LEFT JOIN roster.classes c ON c.id = u.class_id WHERE ${FILTER}`,
      filterValues(filter),
    )
    return rows[0]?.count ?? 0
  }

  show(id: number, schools: readonly number[] | null): Promise<User | undefined> {
    return findUser(this.#pool, id, schools)
  }

  async enrolments(id: number): Promise<Enrolment[]> {
    const { rows } = await this.#pool.query<Enrolment>(
      `SELECT school_id AS "schoolId", from_date AS "from", to_date AS "to" FROM roster.enrolments
       WHERE user_id = $1 ORDER BY from_date`,
      [id],
    )
    return rows
  }
}

export async function findUser(
  client: Pool | PoolClient,
  id: number,
  schools: readonly number[] | null,
): Promise<User | undefined> {
  const { rows } = await client.query<User>(
    `SELECT ${USER_COLUMNS} FROM ${USERS} WHERE u.id = $1 AND ($2::int[] IS NULL OR u.school_id = ANY($2))`,
    [id, schools],
  )
  return rows[0]
}
