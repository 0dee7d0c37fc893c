import {
  type Actor,
  audit,
  type Caller,
  inTransaction,
  type Pool,
  type PoolClient,
  Problem,
  problems,
  sqlState,
} from '@rollcall/platform'
import { type Admin, isWithin, mayGive, type Post, postError } from './admin.ts'
import { readAdmin } from './admin-queries.ts'
import { makePasswordLink, type PasswordLink } from './password-link.ts'

export interface NewAdmin extends Post {
  readonly email: string
  readonly name: string
}

export interface AdminChange extends Partial<Post> {
  readonly name?: string | undefined
  /** Switched off. */
  readonly off?: boolean | undefined
}

/** Changes of admins. Each is made, checked and noted in one transaction. */
export class AdminStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  invite(caller: Caller, admin: NewAdmin, requestId: string): Promise<{ admin: Admin; link: PasswordLink }> {
    requireGift(caller, admin)
    return inTransaction(this.#pool, (client) => inviteAdmin(client, caller, admin, requestId))
  }

  /** Another link for somebody who has none that is good: as an invitation while they never had a password. */
  link(caller: Caller, id: number, kind: 'invitation' | 'reset', requestId: string): Promise<PasswordLink> {
    return inTransaction(this.#pool, async (client) => {
      const admin = await this.#within(client, caller, id)
      if (admin.state === 'off') throw problems.conflict('switched-off', 'This admin is switched off')
      if (kind === 'invitation' && admin.state === 'active')
        throw problems.conflict(
          'has-password',
          'This admin has a password already; an admin of the district can reset it',
        )
      return linkFor(client, caller, admin, kind, requestId)
    })
  }

  change(
    caller: Caller,
    id: number,
    change: AdminChange,
    check: (version: number) => void,
    requestId: string,
  ): Promise<Admin> {
    return inTransaction(this.#pool, async (client) => {
      const before = await this.#within(client, caller, id)
      check(before.version)
      const { name = before.name, role = before.role, schools = before.schools, off = before.state === 'off' } = change
      const changesPost = change.role !== undefined || change.schools !== undefined
      if (changesPost) {
        requireGift(caller, { role, schools })
        await requireSchools(client, schools)
      }
      if (isActiveDistrict(before) && (off || role !== 'district')) await requireAnotherDistrictAdmin(client, id)
      await client.query(
        `UPDATE access.admins SET name = $2, role = $3, version = version + 1,
           disabled_at = CASE WHEN $4 THEN coalesce(disabled_at, now()) END
         WHERE id = $1`,
        [id, name, role, off],
      )
      if (changesPost) await writeSchools(client, id, schools)
      const after = await this.#within(client, caller, id)
      const switched = off ? 'switch-off' : 'switch-on'
      const action = off === (before.state === 'off') ? 'update' : switched
      await audit(client, caller, requestId, {
        action: `admin.${action}`,
        subjectId: id,
        schoolId: schoolOf(before) === schoolOf(after) ? schoolOf(after) : null,
        before: told(before),
        after: told(after),
      })
      return after
    })
  }

  async #within(client: PoolClient, caller: Caller, id: number): Promise<Admin> {
    await oneAtATime(client)
    const admin = await readAdmin(client, id)
    if (!admin || !isWithin(caller, admin)) throw problems.notFound('admin')
    return admin
  }
}

/** Changes of admins are rare. Two at once could each leave the other's admin as the last one of the district. */
const oneAtATime = (client: PoolClient) =>
  client.query(`SELECT pg_advisory_xact_lock(hashtextextended('access.admins', 0))`)

/** Also for the command line, where nobody's rights are asked. */
export async function inviteAdmin(
  client: PoolClient,
  caller: Actor,
  { email, name, role, schools }: NewAdmin,
  requestId: string | null,
): Promise<{ admin: Admin; link: PasswordLink }> {
  const id = await insertAdmin(client, { email, name, role, schools })
  const admin = await readAdmin(client, id)
  if (!admin) throw new Error('an admin is gone who was just made')
  const link = await makePasswordLink(client, id, 'invitation')
  const after = told(admin)
  await audit(client, caller, requestId, { action: 'admin.invite', subjectId: id, schoolId: schoolOf(admin), after })
  return { admin, link }
}

export async function insertAdmin(client: PoolClient, { email, name, role, schools }: NewAdmin): Promise<number> {
  const error = postError({ role, schools })
  if (error) throw problems.invalid([{ field: 'schools', message: error }])
  await requireSchools(client, schools)
  const { rows } = await client
    .query<{ id: number }>('INSERT INTO access.admins (email, name, role) VALUES ($1, $2, $3) RETURNING id', [
      email,
      name,
      role,
    ])
    .catch((error) => {
      if (sqlState(error) === '23505')
        throw problems.conflict('email-taken', 'There is an admin with this e-mail already')
      throw error
    })
  const [row] = rows
  if (!row) throw new Error('an insert returned no row')
  await writeSchools(client, row.id, schools)
  return row.id
}

export async function linkFor(
  client: PoolClient,
  caller: Actor,
  admin: Admin,
  kind: 'invitation' | 'reset',
  requestId: string | null,
): Promise<PasswordLink> {
  const link = await makePasswordLink(client, admin.id, kind)
  const action = kind === 'reset' ? 'admin.reset' : 'admin.invite-again'
  await audit(client, caller, requestId, { action, subjectId: admin.id, schoolId: schoolOf(admin) })
  return link
}

function requireGift(caller: Caller, post: Post): void {
  const error = postError(post)
  if (error) throw problems.invalid([{ field: 'schools', message: error }])
  // The same whether there is such a school or not.
  if (!mayGive(caller, post)) throw problems.forbidden('Nobody can give a role or a school that they do not have')
}

async function requireSchools(client: PoolClient, schools: readonly number[]): Promise<void> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT id FROM unnest($1::int[]) AS id WHERE NOT EXISTS
       (SELECT FROM roster.schools s WHERE s.id = id.id AND s.deleted_at IS NULL)`,
    [schools],
  )
  if (rows.length > 0)
    throw problems.notPossible(rows.map(({ id }) => ({ field: 'schools', message: `there is no school ${id}` })))
}

async function writeSchools(client: PoolClient, id: number, schools: readonly number[]): Promise<void> {
  await client.query('DELETE FROM access.admin_schools WHERE admin_id = $1 AND school_id <> ALL ($2::int[])', [
    id,
    schools,
  ])
  await client.query(
    'INSERT INTO access.admin_schools (admin_id, school_id) SELECT $1, unnest($2::int[]) ON CONFLICT DO NOTHING',
    [id, schools],
  )
}

const isActiveDistrict = ({ role, state }: Admin) => role === 'district' && state === 'active'

async function requireAnotherDistrictAdmin(client: PoolClient, id: number): Promise<void> {
  const { rowCount } = await client.query(
    `SELECT FROM access.admins
     WHERE role = 'district' AND disabled_at IS NULL AND password_hash IS NOT NULL AND id <> $1 LIMIT 1`,
    [id],
  )
  if (rowCount === 0)
    throw new Problem(409, 'last-district-admin', 'Somebody must be able to manage the district', {
      detail: 'Make another admin of the district first',
    })
}

/** Its line in the audit log is seen by those who see this school; null: by the district alone. */
const schoolOf = ({ schools }: Admin): number | null => (schools.length === 1 ? (schools[0] ?? null) : null)
const told = ({ email, name, role, schools, state }: Admin) => ({ email, name, role, schools, state })
