import type { Pool, PoolClient } from '@rollcall/platform'
import type { Admin } from './admin.ts'

export const ADMIN = `a.id, a.email, a.name, a.role, a.version, a.created_at AS "createdAt",
  ARRAY(SELECT school_id FROM access.admin_schools WHERE admin_id = a.id ORDER BY school_id) AS schools,
  CASE WHEN a.disabled_at IS NOT NULL THEN 'off' WHEN a.password_hash IS NULL THEN 'invited' ELSE 'active' END AS state`

/** The same rule as isWithin. */
const WITHIN = `($1::int[] IS NULL OR a.role IN ('school', 'viewer')
  AND EXISTS (SELECT FROM access.admin_schools s WHERE s.admin_id = a.id)
  AND NOT EXISTS (SELECT FROM access.admin_schools s WHERE s.admin_id = a.id AND s.school_id <> ALL ($1::int[])))`

export interface AdminPage {
  readonly schools: readonly number[] | null
  /** A part of the name or the e-mail address. */
  readonly search: string | null
  readonly after: number
  readonly limit: number
}

/** Admins as screens show them. */
export class AdminQueries {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async list({ schools, search, after, limit }: AdminPage): Promise<Admin[]> {
    const { rows } = await this.#pool.query<Admin>(
      `SELECT ${ADMIN} FROM access.admins a WHERE ${WITHIN} AND a.id > $2
         AND ($4::text IS NULL OR strpos(lower(a.name), lower($4)) > 0 OR strpos(a.email, lower($4)) > 0)
       ORDER BY a.id LIMIT $3`,
      [schools, after, limit, search],
    )
    return rows
  }

  show(id: number): Promise<Admin | undefined> {
    return readAdmin(this.#pool, id)
  }
}

export async function readAdmin(client: Pool | PoolClient, id: number): Promise<Admin | undefined> {
  const { rows } = await client.query<Admin>(`SELECT ${ADMIN} FROM access.admins a WHERE a.id = $1`, [id])
  return rows[0]
}
