import type { Pool, PoolClient, TokenKind } from '@rollcall/platform'

/** A key as lists show it: never its secret. */
export interface Key {
  readonly id: number
  readonly kind: TokenKind
  readonly name: string
  /** null: the whole district. */
  readonly schoolId: number | null
  readonly limitPerSecond: number | null
  readonly createdAt: Date
  readonly revokedAt: Date | null
  /** To the minute. */
  readonly lastUsedAt: Date | null
}

const KEY = `id, kind, name, school_id AS "schoolId", limit_per_second AS "limitPerSecond", created_at AS "createdAt",
  revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"`

export interface KeyPage {
  readonly schools: readonly number[] | null
  readonly kind: TokenKind | null
  /** Only revoked ones, or only those that are not; null: both. */
  readonly revoked: boolean | null
  readonly newestFirst: boolean
  /** The last one of the page before. */
  readonly after: number | null
  readonly limit: number
}

export class KeyQueries {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async list({ schools, kind, revoked, newestFirst, after, limit }: KeyPage): Promise<Key[]> {
    const { rows } = await this.#pool.query<Key>(
      `SELECT ${KEY} FROM access.tokens
       WHERE ($1::int[] IS NULL OR school_id = ANY ($1)) AND ($2::text IS NULL OR kind = $2)
         AND ($3::boolean IS NULL OR (revoked_at IS NOT NULL) = $3)
         AND ($4::int IS NULL OR id ${newestFirst ? '<' : '>'} $4)
       ORDER BY id ${newestFirst ? 'DESC' : 'ASC'} LIMIT $5`,
      [schools, kind, revoked, after, limit],
    )
    return rows
  }

  async show(id: number, client: Pool | PoolClient = this.#pool): Promise<Key | undefined> {
    const { rows } = await client.query<Key>(`SELECT ${KEY} FROM access.tokens WHERE id = $1`, [id])
    return rows[0]
  }
}
