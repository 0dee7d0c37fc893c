import {
  audit,
  type Caller,
  hashPassword,
  inTransaction,
  type Pool,
  Problem,
  problems,
  type SessionStore,
  verifyPassword,
} from '@rollcall/platform'
import { isEmail } from './credentials.ts'
import type { SignInLimit } from './sign-in-limit.ts'

export interface PasswordChangeParts {
  readonly pool: Pool
  readonly sessions: SessionStore
  readonly limit: SignInLimit
}

export interface WantedPassword {
  readonly current: string
  readonly password: string
  readonly address: string
}

/** Somebody changes their own password. It takes the one they have: a desk left open is not enough. */
export class PasswordChange {
  readonly #parts: PasswordChangeParts

  constructor(parts: PasswordChangeParts) {
    this.#parts = parts
  }

  /** Ends all sessions, everywhere, and begins this one anew: the secret of it. */
  async change(caller: Caller, { current, password, address }: WantedPassword, requestId: string): Promise<string> {
    const { pool, sessions, limit } = this.#parts
    const { rows } = await pool.query<{ email: string; hash: string | null }>(
      'SELECT email, password_hash AS hash FROM access.admins WHERE id = $1',
      [caller.id],
    )
    const [account] = rows
    if (!account) throw problems.notFound('admin')
    if (isEmail(password, account.email))
      throw problems.invalid([{ field: 'password', message: 'not the e-mail address' }])
    // Whoever has found a session must not find the password by it: guesses count as they do at the door.
    const exceeded = await limit.take(account.email, address)
    if (exceeded)
      throw new Problem(429, 'too-many-sign-ins', 'Too many attempts with a wrong password', {
        retryAfterSeconds: exceeded.retryAfterSeconds,
      })
    if (!(await verifyPassword(account.hash, current)))
      throw problems.invalid([{ field: 'current', message: 'not your password' }])
    const hash = await hashPassword(password)
    const secret = await inTransaction(pool, async (client) => {
      const { rowCount } = await client.query(
        'UPDATE access.admins SET password_hash = $3 WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL',
        [caller.id, account.hash, hash],
      )
      if (rowCount !== 1) throw problems.unauthorized()
      await audit(client, caller, requestId, { action: 'admin.change-password', subjectId: caller.id })
      return sessions.begin(client, caller.id)
    })
    await limit.forgive(account.email, address)
    return secret
  }
}
