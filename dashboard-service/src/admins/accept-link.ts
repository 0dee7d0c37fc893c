import { audit, hashPassword, hashSecret, inTransaction, type Pool, problems } from '@rollcall/platform'
import { isEmail } from '../sessions/credentials.ts'

/** No lock yet: two who accept at once are told apart by the one below. */
const FOUND = `SELECT a.id, a.email, a.name FROM access.password_links l JOIN access.admins a ON a.id = l.admin_id
  WHERE l.hash = $1 AND l.expires_at > now() AND a.disabled_at IS NULL`

/** Somebody sets a password by a link. All their sessions end, and the link with them (a trigger of access.admins). */
export async function acceptLink(pool: Pool, token: string, password: string, requestId: string): Promise<string> {
  const hash = hashSecret(token)
  const read = 'link: it has been used, replaced, or is too old'
  const { rows } = await pool.query<{ id: number; email: string; name: string }>(FOUND, [hash])
  const [admin] = rows
  if (!admin) throw problems.notFound(read)
  if (isEmail(password, admin.email)) throw problems.invalid([{ field: 'password', message: 'not the e-mail address' }])
  const passwordHash = await hashPassword(password)
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(`${FOUND} FOR UPDATE`, [hash])
    if (rowCount !== 1) throw problems.notFound(read)
    await client.query('UPDATE access.admins SET password_hash = $2, version = version + 1 WHERE id = $1', [
      admin.id,
      passwordHash,
    ])
    const caller = { kind: 'admin', id: admin.id, name: admin.name } as const
    await audit(client, caller, requestId, { action: 'admin.set-password', subjectId: admin.id })
  })
  return admin.email
}
