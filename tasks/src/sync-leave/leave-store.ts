import { HrFailure, inTransaction, type Pool, type PoolClient } from '@rollcall/platform'
import { countDays } from './count-days.ts'
import type { FetchedWindow, KnownWindow } from './fetch-windows.ts'
import { importRows } from './import-rows.ts'

export interface SyncState {
  readonly version: number
  readonly windows: readonly KnownWindow[]
}

export interface Stored {
  readonly [count: string]: number
}

/** Held by whoever stores what was fetched, besides the lock on the task: two never write at once, whoever started them. */
const SYNC_LOCK = 7_002
const FEW = 20

/** Schemas raw, dbo and leave, as the sync writes them. */
export class LeaveStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async state(): Promise<SyncState> {
    const { rows } = await this.#pool.query<{ version: number }>('SELECT version FROM leave.sync')
    const windows = await this.#pool.query<KnownWindow>(
      `SELECT from_date AS from, to_date AS to, etag, body_hash AS "bodyHash", row_count AS "rowCount", whole
       FROM leave.windows ORDER BY from_date`,
    )
    return { version: rows[0]?.version ?? 0, windows: windows.rows }
  }

  async failed(failure: HrFailure, now: Date): Promise<void> {
    await this.#pool.query('UPDATE leave.sync SET tried_at = $1, failed_at = $1, failure = $2, failure_detail = $3', [
      now,
      failure.kind,
      failure.message,
    ])
  }

  /** Without anything new from the HR system: what follows from the last good data, as our people and calendars are now. */
  async derive(): Promise<void> {
    await inTransaction(this.#pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1, 0)', [SYNC_LOCK])
      await linkAndCount(client)
    })
  }

  /**
   * All of it, or nothing. `version` is that of the state the windows were asked by. Throws an HrFailure when most of what was
   * there would be gone, unless that is wanted.
   */
  store(windows: readonly FetchedWindow[], version: number, now: Date, options: { accept: boolean }): Promise<Stored> {
    return inTransaction(this.#pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1, 0)', [SYNC_LOCK])
      const { rows } = await client.query<{ version: number }>('SELECT version FROM leave.sync FOR UPDATE')
      if (rows[0]?.version !== version) throw new Error('another sync was stored meanwhile')
      const { changed } = await importRows(client, windows)
      let vanished = 0
      if (changed) {
        await client.query('CALL leave.fill_all()')
        vanished = await markVanished(client, windows, options.accept)
        await client.query('UPDATE leave.sync SET changed_at = $1', [now])
      }
      const recounted = await linkAndCount(client)
      const incomplete = windows.filter(({ whole }) => !whole).map(({ from }) => from)
      await client.query(
        `UPDATE leave.sync SET version = version + 1, tried_at = $1, good_at = $1, failed_at = NULL, failure = NULL,
           failure_detail = NULL, incomplete = $2::date[]`,
        [now, incomplete],
      )
      const counts = await client.query<{ leaves: number; rejected: number; unlinked: number }>(
        `SELECT (SELECT count(*) FROM dbo.employee_leaves WHERE vanished_at IS NULL) AS leaves,
           (SELECT count(*) FROM leave.rejects) AS rejected,
           (SELECT count(*) FROM dbo.employees e WHERE NOT EXISTS (
              SELECT FROM leave.links l WHERE l.employee_id = e.employee_id)) AS unlinked`,
      )
      return { ...counts.rows[0], vanished, recounted, windows: windows.length, incomplete: incomplete.length }
    })
  }
}

/** Our own people and calendars change too. */
async function linkAndCount(client: PoolClient): Promise<number> {
  await client.query('CALL leave.link_employees()')
  return countDays(client)
}

async function markVanished(client: PoolClient, windows: readonly FetchedWindow[], accept: boolean): Promise<number> {
  const { rows } = await client.query<{ live: number; nameless: boolean }>(
    `SELECT (SELECT count(*) FROM dbo.employee_leaves WHERE vanished_at IS NULL) AS live,
       EXISTS (SELECT FROM leave.typed_leaves WHERE id IS NULL) AS nameless`,
  )
  const { live = 0, nameless = false } = rows[0] ?? {}
  // A row whose id can't be read may be any of those that seem to be missing.
  if (nameless) return 0
  const whole = windows.filter((window) => window.whole).map(({ from, to }) => `[${from},${to}]`)
  const marked = await client.query<{ count: number }>('SELECT dbo.mark_vanished($1::datemultirange) AS count', [
    `{${whole.join()}}`,
  ])
  const count = marked.rows[0]?.count ?? 0
  if (!accept && count > FEW && count > live / 2)
    throw new HrFailure('shrunk', `${count} of ${live} leaves are no longer in the HR system's answer`)
  return count
}
