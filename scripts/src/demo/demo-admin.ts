import { randomBytes } from 'node:crypto'
import { hashPassword, type Pool, verifyPassword } from '@rollcall/platform'

export interface DemoAdmin {
  readonly email: string
  readonly password: string
}

const EMAIL = 'admin@demo.example'

/** With the password of an earlier start where it is still good, else a new one. Anything else changed about them stays. */
export async function demoAdmin(pool: Pool, earlier: Partial<DemoAdmin> | undefined): Promise<DemoAdmin> {
  const { rows } = await pool.query<{ hash: string | null }>(
    'SELECT password_hash AS hash FROM access.admins WHERE email = $1',
    [EMAIL],
  )
  const [known] = rows
  if (known && earlier?.password && (await verifyPassword(known.hash, earlier.password)))
    return { email: EMAIL, password: earlier.password }
  const password = randomBytes(12).toString('base64url')
  await pool.query(
    `INSERT INTO access.admins (email, name, role, password_hash) VALUES ($1, 'Demo Admin', 'district', $2)
     ON CONFLICT (email) DO UPDATE SET password_hash = excluded.password_hash, version = admins.version + 1`,
    [EMAIL, await hashPassword(password)],
  )
  return { email: EMAIL, password }
}
