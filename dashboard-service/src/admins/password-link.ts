import { randomBytes } from 'node:crypto'
import { hashSecret, type PoolClient } from '@rollcall/platform'

/** A link for somebody who has to be found first is good for a week, one for somebody who waits for it for a day. */
const INVITATION_HOURS = 7 * 24
const RESET_HOURS = 24

export interface PasswordLink {
  /** Below the address of the admin UI. It is in this answer and nowhere else. */
  readonly path: string
  readonly expiresAt: Date
}

/** The admin sets a password by it, once. It replaces any earlier one. */
export async function makePasswordLink(
  client: PoolClient,
  adminId: number,
  kind: 'invitation' | 'reset',
): Promise<PasswordLink> {
  const secret = randomBytes(32).toString('base64url')
  const { rows } = await client.query<{ expiresAt: Date }>(
    `INSERT INTO access.password_links (admin_id, hash, expires_at) VALUES ($1, $2, now() + make_interval(hours => $3))
     ON CONFLICT (admin_id) DO UPDATE SET hash = excluded.hash, created_at = now(), expires_at = excluded.expires_at
     RETURNING expires_at AS "expiresAt"`,
    [adminId, hashSecret(secret), kind === 'reset' ? RESET_HOURS : INVITATION_HOURS],
  )
  const [row] = rows
  if (!row) throw new Error('an insert returned no row')
  return { path: `/app/accept?token=${secret}`, expiresAt: row.expiresAt }
}
