import type { Pool, PoolClient } from '../postgres/postgres.ts'
import { hashSecret, newSecret, type Token, type TokenKind } from './token.ts'

export interface NewToken {
  readonly kind: TokenKind
  readonly name: string
  readonly schoolId: number | null
  readonly limitPerSecond: number | null
}

export interface ListedToken extends Token {
  readonly name: string
  readonly createdAt: Date
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
}

const TOKEN = 'id, kind, school_id AS "schoolId", limit_per_second AS "limitPerSecond"'

/** Keys as they lie in Postgres. */
export class TokenStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** The secret is in this answer and nowhere else. */
  async create(token: NewToken, client: Pool | PoolClient = this.#pool): Promise<{ id: number; secret: string }> {
    const secret = newSecret(token.kind)
    const { rows } = await client.query<{ id: number }>(
      'INSERT INTO access.tokens (kind, name, hash, school_id, limit_per_second) VALUES ($1, $2, $3, $4, $5) RETURNING id',
      [token.kind, token.name, hashSecret(secret), token.schoolId, token.limitPerSecond],
    )
    const [row] = rows
    if (!row) throw new Error('an insert returned no row')
    return { id: row.id, secret }
  }

  /** False when there is no such token, or it is revoked already. */
  async revoke(id: number, client: Pool | PoolClient = this.#pool): Promise<boolean> {
    const { rowCount } = await client.query(
      'UPDATE access.tokens SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL',
      [id],
    )
    return rowCount === 1
  }

  async list(): Promise<ListedToken[]> {
    const { rows } = await this.#pool.query<ListedToken>(
      `SELECT ${TOKEN}, name, created_at AS "createdAt", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"
       FROM access.tokens ORDER BY id`,
    )
    return rows
  }

  async findByHash(hash: Buffer): Promise<Token | undefined> {
    const { rows } = await this.#pool.query<Token>(
      `SELECT ${TOKEN} FROM access.tokens WHERE hash = $1 AND revoked_at IS NULL`,
      [hash],
    )
    return rows[0]
  }

  /** Every valid token by its hash: some thousands, read once when a service starts. */
  async allByHash(): Promise<Map<string, Token>> {
    const { rows } = await this.#pool.query<Token & { hash: Buffer }>(
      `SELECT ${TOKEN}, hash FROM access.tokens WHERE revoked_at IS NULL`,
    )
    return new Map(rows.map(({ hash, ...token }) => [hash.toString('base64'), token]))
  }

  async touch(ids: readonly number[], at: Date): Promise<void> {
    await this.#pool.query('UPDATE access.tokens SET last_used_at = $2 WHERE id = ANY($1)', [ids, at])
  }
}
