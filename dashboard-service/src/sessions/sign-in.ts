import { randomBytes } from 'node:crypto'
import {
  audit,
  hashPassword,
  inTransaction,
  type Logger,
  type Pool,
  Problem,
  type SessionStore,
  verifyPassword,
} from '@rollcall/platform'
import type { Exceeded, SignInLimit } from './sign-in-limit.ts'

export interface Attempt {
  readonly email: string
  readonly password: string
  readonly address: string
  /** Of a session that the browser still has: it ends with the new one. */
  readonly earlier: string | undefined
  readonly requestId: string
}

interface Account {
  readonly id: number
  readonly name: string
  readonly hash: string | null
  readonly disabled: boolean
}

export interface SignInParts {
  readonly pool: Pool
  readonly sessions: SessionStore
  readonly limit: SignInLimit
  readonly log: Logger
  readonly verify?: typeof verifyPassword
}

/** The same whatever was wrong: nobody learns who has an account here. */
export const wrongCredentials = () =>
  new Problem(401, 'wrong-credentials', 'E-mail and password do not belong together')

/** Somebody says who they are. */
export class SignIn {
  readonly #parts: SignInParts
  readonly #verify: typeof verifyPassword
  /** Verified where there is no account or no password: it takes as long as a real one, and nothing fits it. */
  readonly #nobodys: Promise<string>

  constructor(parts: SignInParts) {
    this.#parts = parts
    this.#verify = parts.verify ?? verifyPassword
    this.#nobodys = hashPassword(randomBytes(32).toString('base64url'))
  }

  /** The secret of a new session. */
  async signIn(attempt: Attempt): Promise<string> {
    const { email, password, address } = attempt
    const { limit } = this.#parts
    const exceeded = await limit.take(email, address)
    if (exceeded) throw await this.#stopped(attempt, exceeded)
    const account = await this.#find(email)
    const verified = await this.#verify(account?.hash ?? (await this.#nobodys), password)
    const good = verified && account?.hash != null && !account.disabled
    const secret = good ? await this.#begin(attempt, account) : undefined
    if (secret === undefined) throw await this.#refused(attempt, account)
    await limit.forgive(email, address)
    return secret
  }

  async #find(email: string): Promise<Account | undefined> {
    const { rows } = await this.#parts.pool.query<Account>(
      `SELECT id, name, password_hash AS hash, disabled_at IS NOT NULL AS disabled FROM access.admins WHERE email = $1`,
      [email],
    )
    return rows[0]
  }

  /** undefined where the account has been switched off or has got another password while we looked at this one. */
  #begin({ address, earlier, requestId }: Attempt, account: Account): Promise<string | undefined> {
    const { pool, sessions } = this.#parts
    return inTransaction(pool, async (client) => {
      const { rowCount } = await client.query(
        'SELECT FROM access.admins WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL FOR SHARE',
        [account.id, account.hash],
      )
      if (rowCount !== 1) return undefined
      if (earlier !== undefined) await sessions.end(client, earlier)
      const secret = await sessions.begin(client, account.id)
      const caller = { kind: 'admin', id: account.id, name: account.name } as const
      await audit(client, caller, requestId, { action: 'admin.sign-in', subjectId: account.id, after: { address } })
      return secret
    })
  }

  async #refused(attempt: Attempt, account: Account | undefined): Promise<Problem> {
    await this.#note(attempt, 'admin.sign-in-failed', account?.id)
    return wrongCredentials()
  }

  async #stopped(attempt: Attempt, { of, first, retryAfterSeconds }: Exceeded): Promise<Problem> {
    // Not each of them: that would be a way to fill the audit log.
    if (first) await this.#note(attempt, 'admin.sign-in-stopped', undefined, of)
    return new Problem(429, 'too-many-sign-ins', 'Too many attempts to sign in have failed', { retryAfterSeconds })
  }

  async #note({ email, address, requestId }: Attempt, action: string, adminId?: number, of?: string): Promise<void> {
    const { pool, log } = this.#parts
    log.warn({ action, address, adminId, of, requestId }, 'a sign-in was refused')
    await audit(pool, { kind: 'nobody', id: 0, name: email }, requestId, {
      action,
      ...(adminId !== undefined && { subjectId: adminId }),
      after: { address, ...(of && { of }) },
    })
  }
}
