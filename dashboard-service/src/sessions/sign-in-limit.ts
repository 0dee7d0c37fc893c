import { isIPv6 } from 'node:net'
import { hashSecret, type Pool } from '@rollcall/platform'

/** Failed attempts within a quarter of an hour. A school's admins may all come from one address. */
const MOST_OF = { account: 10, address: 50 } as const
const MINUTES = 15

export interface Exceeded {
  readonly of: keyof typeof MOST_OF
  readonly retryAfterSeconds: number
  /** The first attempt that was too many: worth telling of, which the following ones are not. */
  readonly first: boolean
}

/**
 * How often somebody may fail to sign in. An attempt counts before the password is looked at and is taken back when it was right,
 * so that many at once get no further than one after the other. It lies in Postgres, without which nobody signs in anyway: one
 * count for all copies of the service, kept over restarts.
 */
export class SignInLimit {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Counts an attempt. An address that is stopped already does not get at the accounts' own counts any more. */
  async take(email: string, address: string): Promise<Exceeded | undefined> {
    return (await this.#take('address', networkOf(address))) ?? (await this.#take('account', email))
  }

  /** The password was right: that was no failure, and earlier ones of this account were the same person's. */
  async forgive(email: string, address: string): Promise<void> {
    await this.#pool.query('DELETE FROM access.sign_in_attempts WHERE subject = $1', [subjectOf('account', email)])
    await this.#pool.query('UPDATE access.sign_in_attempts SET attempts = attempts - 1 WHERE subject = $1', [
      subjectOf('address', networkOf(address)),
    ])
  }

  async #take(of: Exceeded['of'], whose: string): Promise<Exceeded | undefined> {
    const { rows } = await this.#pool.query<{ attempts: number; seconds: number }>(
      `INSERT INTO access.sign_in_attempts AS known (subject, attempts, ends_at)
       VALUES ($1, 1, now() + make_interval(mins => $2))
       ON CONFLICT (subject) DO UPDATE SET
         attempts = CASE WHEN known.ends_at <= now() THEN 1 ELSE least(known.attempts + 1, 1000000) END,
         ends_at = CASE WHEN known.ends_at <= now() THEN excluded.ends_at ELSE known.ends_at END
       RETURNING attempts, ceil(extract(epoch FROM ends_at - now()))::integer AS seconds`,
      [subjectOf(of, whose), MINUTES],
    )
    const [row] = rows
    if (!row) throw new Error('an insert returned no row')
    if (row.attempts === 1) await this.#clear()
    if (row.attempts <= MOST_OF[of]) return undefined
    return { of, retryAfterSeconds: Math.max(1, row.seconds), first: row.attempts === MOST_OF[of] + 1 }
  }

  /** As new ones come, old ones go. */
  async #clear(): Promise<void> {
    await this.#pool.query(
      `DELETE FROM access.sign_in_attempts WHERE subject IN
         (SELECT subject FROM access.sign_in_attempts WHERE ends_at < now() LIMIT 100 FOR UPDATE SKIP LOCKED)`,
    )
  }
}

const subjectOf = (of: Exceeded['of'], whose: string): Buffer => hashSecret(`${of}:${whose}`)

/** One household or school has a whole /64 of IPv6: each of its addresses would be another one. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const groups = head === '' ? [] : head.split(':')
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':')
    while (groups.length + after.length < 8) groups.push('0')
    groups.push(...after)
  }
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
