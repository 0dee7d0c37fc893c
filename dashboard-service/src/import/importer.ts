import type { Readable } from 'node:stream'
import {
  type Caller,
  type ChangeNotice,
  type Logger,
  type Pool,
  type PoolClient,
  problems,
  withClient,
} from '@rollcall/platform'
import { type Applied, applySheet, isOvertaken } from './apply-sheet.ts'
import type { ImportStore } from './import-store.ts'
import { readSheet, type SheetRows } from './read-sheet.ts'
import type { ImportKind } from './sheet.ts'
import { sheets } from './sheets.ts'

const WITHIN = '5min'
/** They wait for one another; each holds a connection to Postgres meanwhile. */
const MOST_AT_ONCE = 3

export interface Wanted {
  readonly kind: ImportKind
  /** Only find out what is wrong and what would change. */
  readonly dryRun: boolean
  readonly caller: Caller
  readonly requestId: string
}

const nothing = (message: string): Applied => ({
  errors: [{ line: 1, field: '', message }],
  errorCount: 1,
  added: 0,
  changed: 0,
})

/** Takes files of schools, classes and people: a file in one transaction, or nothing of it. */
export class Importer {
  readonly #pool: Pool
  readonly #store: ImportStore
  readonly #notice: ChangeNotice
  readonly #log: Logger
  readonly #running = new Set<Promise<void>>()

  constructor(pool: Pool, store: ImportStore, notice: ChangeNotice, log: Logger) {
    this.#pool = pool
    this.#store = store
    this.#notice = notice
    this.#log = log
  }

  /** Resolves with the id when the file has been read; `done` when it has been written, or not. */
  async begin(wanted: Wanted, body: Readable): Promise<{ id: number; done: Promise<void> }> {
    if (this.#running.size >= MOST_AT_ONCE) throw problems.unavailable('Other files are being imported', 10)
    const file = await readSheet(body, sheets[wanted.kind])
    return new Promise((resolve, reject) => {
      const done: Promise<void> = withClient(this.#pool, (client) =>
        this.#run(client, wanted, file, (id) => resolve({ id, done })),
      ).catch((error) => {
        // Heard by whoever sent the file, if it has not begun; else its state is all there is to tell.
        reject(error)
      })
      this.#running.add(done)
      void done.finally(() => this.#running.delete(done))
    })
  }

  /** A file that is being written is written to its end. */
  async stop(): Promise<void> {
    await Promise.all(this.#running)
  }

  async #run(client: PoolClient, wanted: Wanted, file: SheetRows, begun: (id: number) => void): Promise<void> {
    const { caller, kind, dryRun, requestId } = wanted
    await client.query('BEGIN')
    const id = await this.#store.begin(client, caller, kind, dryRun, file.rows)
    begun(id)
    try {
      await client.query('SAVEPOINT untouched')
      await client.query(`SET LOCAL statement_timeout = '${WITHIN}'`)
      await this.#store.takeTurn(client)
      const applied = await applySheet(client, sheets[kind], file, { caller, requestId }, (rows) =>
        this.#store.progress(id, rows),
      )
      const state = applied.errorCount > 0 ? 'refused' : 'done'
      if (state === 'refused' || dryRun) await client.query('ROLLBACK TO SAVEPOINT untouched')
      await this.#store.end(client, id, state, applied)
      await client.query('COMMIT')
      if (state === 'done' && !dryRun) this.#notice.tell()
    } catch (error) {
      const overtaken = isOvertaken(error)
      if (!overtaken) this.#log.error({ err: error, import: id, requestId }, 'an import failed')
      const [state, why] = overtaken
        ? (['refused', 'somebody else changed the same at the same time: send it again'] as const)
        : (['failed', 'our fault: nothing was changed'] as const)
      await this.#endUntouched(client, id, state, nothing(why))
    }
  }

  /** With the lock still held, so that nobody sees it gone and no outcome; on another connection only where this one is lost. */
  async #endUntouched(client: PoolClient, id: number, state: 'refused' | 'failed', applied: Applied): Promise<void> {
    try {
      await client.query('ROLLBACK TO SAVEPOINT untouched')
      await this.#store.end(client, id, state, applied)
      await client.query('COMMIT')
    } catch {
      await client.query('ROLLBACK').catch(() => client.emit('error', new Error('could not roll back')))
      await this.#store.endAlone(id, state, applied)
    }
  }
}
