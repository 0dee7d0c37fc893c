import {
  audit,
  type Caller,
  inTransaction,
  type NewToken,
  type Pool,
  problems,
  sees,
  type TokenStore,
} from '@rollcall/platform'
import type { Key, KeyQueries } from './key-queries.ts'

/** A key of the district is seen by the district alone. */
export const seesKey = (caller: Caller, { schoolId }: Pick<Key, 'schoolId'>): boolean =>
  schoolId === null ? caller.schools === null : sees(caller, schoolId)

/** Keys made and revoked by people and programs. */
export class KeyStore {
  readonly #pool: Pool
  readonly #tokens: TokenStore
  readonly #keys: KeyQueries

  constructor(pool: Pool, tokens: TokenStore, keys: KeyQueries) {
    this.#pool = pool
    this.#tokens = tokens
    this.#keys = keys
  }

  create(caller: Caller, wanted: NewToken, requestId: string): Promise<Key & { secret: string }> {
    // The same whether there is such a school or not.
    if (!seesKey(caller, wanted)) throw problems.forbidden('Nobody can give a school that they do not have')
    return inTransaction(this.#pool, async (client) => {
      const { schoolId } = wanted
      if (schoolId !== null) {
        const { rowCount } = await client.query('SELECT FROM roster.schools WHERE id = $1 AND deleted_at IS NULL', [
          schoolId,
        ])
        if (rowCount !== 1)
          throw problems.notPossible([{ field: 'schoolId', message: `there is no school ${schoolId}` }])
      }
      const { id, secret } = await this.#tokens.create(wanted, client)
      const key = await this.#keys.show(id, client)
      if (!key) throw new Error('a key is gone that was just made')
      await audit(client, caller, requestId, { action: 'key.create', subjectId: id, schoolId, after: wanted })
      return { ...key, secret }
    })
  }

  /** One that is revoked already stays as it is. */
  revoke(caller: Caller, id: number, requestId: string): Promise<void> {
    return inTransaction(this.#pool, async (client) => {
      const key = await this.#keys.show(id, client)
      if (!key || !seesKey(caller, key)) throw problems.notFound('key')
      if (!(await this.#tokens.revoke(id, client))) return
      const { kind, name, schoolId } = key
      await audit(client, caller, requestId, {
        action: 'key.revoke',
        subjectId: id,
        schoolId,
        before: { kind, name, schoolId },
      })
    })
  }
}
