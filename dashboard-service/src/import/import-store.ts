import type { Caller, Pool, PoolClient } from '@rollcall/platform'
import type { Applied } from './apply-sheet.ts'
import type { ImportKind, RowError } from './sheet.ts'

export interface Import {
  readonly id: number
  readonly kind: ImportKind
  readonly dryRun: boolean
  readonly state: 'running' | 'done' | 'refused' | 'failed'
  readonly rows: number
  readonly rowsRead: number
  readonly added: number | null
  readonly changed: number | null
  readonly unchanged: number | null
  readonly errorCount: number
  readonly errors: readonly RowError[]
  readonly by: string
  readonly createdAt: Date
  readonly endedAt: Date | null
}

/** Two numbers make an advisory lock: this one, and the import's id; or this one and 0, for one file after the other. */
const IMPORT = 1_229_803_090

// While an import runs its transaction holds the lock. Where nobody does, its service has died, and nothing was changed.
const COLUMNS = `i.id, i.kind, i.dry_run AS "dryRun",
  CASE WHEN i.state = 'running' AND NOT EXISTS (SELECT FROM pg_locks l
    JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
    WHERE l.locktype = 'advisory' AND l.classid = ${IMPORT} AND l.objid = i.id::oid AND l.granted)
    THEN 'failed' ELSE i.state END AS state,
  i.rows, i.rows_read AS "rowsRead", i.added, i.changed, i.unchanged, i.error_count AS "errorCount", i.errors,
  i.caller_name AS by, i.created_at AS "createdAt", i.ended_at AS "endedAt"`

/** A caller sees their own imports; one who sees the whole district sees all. $1: schools, $2: kind, $3: id of the caller. */
const MINE = '($1::int[] IS NULL OR (i.caller_kind = $2 AND i.caller_id = $3))'
const whose = ({ schools, kind, id }: Caller) => [schools, kind, id]

export class ImportStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async begin(client: PoolClient, caller: Caller, kind: ImportKind, dryRun: boolean, rows: number): Promise<number> {
    const { rows: made } = await client.query<{ id: number }>(
      `SELECT nextval(pg_get_serial_sequence('roster.imports', 'id')) AS id`,
    )
    const id = made[0]?.id ?? 0
    // Before anybody can see it: without the lock it would look as if nobody worked on it.
    await client.query('SELECT pg_advisory_xact_lock($1, $2)', [IMPORT, id])
    await this.#pool.query(
      `INSERT INTO roster.imports (id, kind, dry_run, rows, caller_kind, caller_id, caller_name, schools)
       OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, kind, dryRun, rows, caller.kind, caller.id, caller.name, caller.schools],
    )
    return id
  }

  /** Files wait for one another: each sees what the one before has made. */
  async takeTurn(client: PoolClient): Promise<void> {
    await client.query('SELECT pg_advisory_xact_lock($1, 0)', [IMPORT])
  }

  async progress(id: number, rowsRead: number): Promise<void> {
    await this.#pool.query('UPDATE roster.imports SET rows_read = $2 WHERE id = $1', [id, rowsRead])
  }

  /** In the import's own transaction, so that it is done exactly when it says so. An outcome that is there stays. */
  async end(client: Pool | PoolClient, id: number, state: Import['state'], applied: Applied): Promise<void> {
    const { errors, errorCount, added, changed } = applied
    const worked = errorCount === 0 && state === 'done'
    await client.query(
      `UPDATE roster.imports SET state = $2, added = $3, changed = $4,
         unchanged = CASE WHEN $3::int IS NOT NULL THEN rows - $3 - $4::int END, rows_read = rows,
         error_count = $5, errors = $6, ended_at = clock_timestamp() WHERE id = $1 AND state = 'running'`,
      [id, state, worked ? added : null, worked ? changed : null, errorCount, JSON.stringify(errors)],
    )
  }

  /** On the pool: the import's own transaction is gone. */
  async endAlone(id: number, state: Import['state'], applied: Applied): Promise<void> {
    await this.end(this.#pool, id, state, applied)
  }

  async show(id: number, caller: Caller): Promise<Import | undefined> {
    const rows = await this.#read(`SELECT ${COLUMNS} FROM roster.imports i WHERE ${MINE} AND i.id = $4`, [
      ...whose(caller),
      id,
    ])
    return rows[0]
  }

  /** Newest first, without their errors. */
  async list(caller: Caller, before: number | null, limit: number): Promise<Import[]> {
    const rows = await this.#read(
      `SELECT ${COLUMNS} FROM roster.imports i WHERE ${MINE} AND ($4::int IS NULL OR i.id < $4) ORDER BY i.id DESC LIMIT $5`,
      [...whose(caller), before, limit],
    )
    return rows.map((each) => ({ ...each, errors: [] }))
  }

  /**
   * A statement sees rows as they were when it began, and locks as they are: one that ended in between seems left alone. A
   * second look is later than the end of its lock, so it sees what became of it: only who seems left alone twice is so.
   */
  async #read(statement: string, values: readonly unknown[]): Promise<Import[]> {
    const look = async () => (await this.#pool.query<Import>(statement, [...values])).rows
    let rows = await look()
    for (let before = leftAlone(rows); before.length > 0; ) {
      rows = await look()
      const now = leftAlone(rows)
      if (now.every((id) => before.includes(id))) break
      before = now
    }
    return rows
  }
}

const leftAlone = (rows: readonly Import[]): number[] =>
  rows.filter(({ state, endedAt }) => state === 'failed' && endedAt === null).map(({ id }) => id)
