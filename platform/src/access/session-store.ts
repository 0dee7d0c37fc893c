import type { Caller, Role } from '../api/caller.ts'
import type { Pool, PoolClient } from '../postgres/postgres.ts'
import { newSessionSecret, SESSION_HOURS, SESSION_IDLE_MINUTES } from './session.ts'
import { hashSecret } from './token.ts'

/** An admin's session as it is now. */
export interface Session {
  readonly id: number
  readonly caller: Caller
}

interface Row {
  readonly id: number
  readonly adminId: number
  readonly name: string
  readonly role: Role
  readonly schools: number[]
  readonly untouched: boolean
}

/**
 * Sessions as they lie in Postgres. Every request asks it: an admin's call needs Postgres anyway, and whoever is signed out or
 * switched off is so with the next request, in every service.
 */
export class SessionStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** A new one, with a secret that nobody has seen before. Those that are over are cleared away. */
  async begin(client: PoolClient, adminId: number): Promise<string> {
    const secret = newSessionSecret()
    await client.query(
      `DELETE FROM access.sessions WHERE id IN
         (SELECT id FROM access.sessions WHERE expires_at < now() LIMIT 100 FOR UPDATE SKIP LOCKED)`,
    )
    await client.query(
      'INSERT INTO access.sessions (hash, admin_id, expires_at) VALUES ($1, $2, now() + make_interval(hours => $3))',
      [hashSecret(secret), adminId, SESSION_HOURS],
    )
    return secret
  }

  async find(secret: string): Promise<Session | undefined> {
    const { rows } = await this.#pool.query<Row>(
      `SELECT s.id, a.id AS "adminId", a.name, a.role, s.used_at < now() - interval '1 minute' AS untouched,
         ARRAY(SELECT school_id FROM access.admin_schools WHERE admin_id = a.id ORDER BY school_id) AS schools
       FROM access.sessions s JOIN access.admins a ON a.id = s.admin_id
       WHERE s.hash = $1 AND s.expires_at > now() AND s.used_at > now() - make_interval(mins => $2)
         AND a.disabled_at IS NULL`,
      [hashSecret(secret), SESSION_IDLE_MINUTES],
    )
    const [row] = rows
    if (!row) return undefined
    if (row.untouched) await this.#pool.query('UPDATE access.sessions SET used_at = now() WHERE id = $1', [row.id])
    const { id, adminId, name, role } = row
    return { id, caller: { kind: 'admin', id: adminId, name, role, schools: schoolsOf(role, row.schools) } }
  }

  async end(client: Pool | PoolClient, secret: string): Promise<void> {
    await client.query('DELETE FROM access.sessions WHERE hash = $1', [hashSecret(secret)])
  }

  /** Everywhere at once. */
  async endAll(client: PoolClient, adminId: number): Promise<void> {
    await client.query('DELETE FROM access.sessions WHERE admin_id = $1', [adminId])
  }
}

/** What an admin of this role sees. A school's admin without a school sees nothing; a viewer without one sees the district. */
export const schoolsOf = (role: Role, schools: readonly number[]): readonly number[] | null => {
  if (role === 'school') return schools
  return role === 'viewer' && schools.length > 0 ? schools : null
}
