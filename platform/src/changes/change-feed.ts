import type { Logger } from '../log/logger.ts'
import type { Pool } from '../postgres/postgres.ts'
import { connectRedis, quitRedis, type Redis } from '../redis/redis.ts'

export interface Change {
  readonly what: 'people' | 'school' | 'token'
  readonly key: number
}

export interface ChangeListener {
  changed(changes: readonly Change[]): Promise<void> | void
  /** So much was missed that everything must be read again. */
  startOver(): Promise<void> | void
}

/** Redis channel on which a writer says that there is something new in the feed. */
export const CHANGES_CHANNEL = 'changes'

const POLL_EVERY_MS = 5_000
/** The feed keeps a week; whoever has not read for a day reads everything again rather than compute what is left. */
const MISSED_TOO_MUCH_MS = 24 * 3_600_000

/**
 * Tells what changed in operations.changes: at once on a notice by Redis, within five seconds without one. While Postgres is
 * away nothing is told, and its listeners keep what they know.
 */
export class ChangeFeed {
  readonly #pool: Pool
  readonly #log: Logger
  readonly #listeners: ChangeListener[] = []
  #subscriber: Redis | undefined
  #timer: NodeJS.Timeout | undefined
  #xmin: string | undefined
  #seen = new Set<number>()
  #lastRead = 0
  #reading: Promise<void> | undefined
  #readAgain = false
  #stopped = false

  constructor(pool: Pool, log: Logger) {
    this.#pool = pool
    this.#log = log
  }

  listen(listener: ChangeListener): void {
    this.#listeners.push(listener)
  }

  /** From here on, everything that commits is told. Listeners that read before must read after this. */
  async start(redisUrl: string, channel: string): Promise<void> {
    await this.#read()
    const subscriber = connectRedis(redisUrl, this.#log)
    this.#subscriber = subscriber
    subscriber.on('message', () => void this.poll())
    // At every connect: what was told while Redis was away is asked for as well.
    subscriber.on('ready', () => {
      subscriber.subscribe(channel).catch((error) => this.#log.debug({ err: error }, 'no notices for now, polling'))
      void this.poll()
    })
    this.#schedule()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    if (this.#subscriber) await quitRedis(this.#subscriber)
    await this.#reading
  }

  /** One read at a time; a notice that comes during a read asks for one more. */
  poll(): Promise<void> {
    if (this.#reading) {
      this.#readAgain = true
      return this.#reading
    }
    this.#reading = this.#pollUntilQuiet().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #pollUntilQuiet(): Promise<void> {
    do {
      this.#readAgain = false
      try {
        await this.#read()
      } catch (error) {
        this.#log.warn({ err: error }, 'could not read what changed; going on with what is known')
        return
      }
    } while (this.#readAgain && !this.#stopped)
  }

  #schedule(): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => void this.poll().finally(() => this.#schedule()), POLL_EVERY_MS)
    this.#timer.unref()
  }

  async #read(): Promise<void> {
    const first = this.#xmin === undefined
    const { rows } = await this.#pool.query<Change & { id: number | null; xmin: string }>(
      `SELECT c.id, c.what, c.key, s.xmin
       FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin) s
       LEFT JOIN operations.changes c ON c.xid >= $1::text::xid8`,
      // The first read only learns where the feed stands.
      [this.#xmin ?? '9223372036854775807'],
    )
    const now = Date.now()
    const missed = !first && now - this.#lastRead > MISSED_TOO_MUCH_MS
    const fresh = rows.filter((row) => row.id !== null && !this.#seen.has(row.id))
    if (missed) for (const listener of this.#listeners) await listener.startOver()
    else if (fresh.length > 0) for (const listener of this.#listeners) await listener.changed(fresh)
    // Only now: had a listener failed, the same changes would be told again.
    this.#lastRead = now
    this.#seen = new Set(rows.flatMap((row) => row.id ?? []))
    this.#xmin = rows[0]?.xmin
  }
}
