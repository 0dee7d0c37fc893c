import pg from 'pg'
import { z } from 'zod'
import type { Logger } from '../log/logger.ts'

export type Pool = pg.Pool
export type PoolClient = pg.PoolClient

export const postgresConfig = {
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'an address such as postgres://user:password@localhost/rollcall',
  }),
  DATABASE_POOL: z.coerce.number().int().min(1).max(100).default(10),
}

// Dates stay text (YYYY-MM-DD): a calendar date has no time zone, and becoming a JS Date would give it one.
const DATE = 1082
pg.types.setTypeParser(DATE, (text) => text)
const BIGINT = 20
pg.types.setTypeParser(BIGINT, Number)
const NUMERIC = 1700
pg.types.setTypeParser(NUMERIC, Number)

export function createPool(
  url: string,
  options: { max: number; service: string; statementTimeoutMs?: number },
  log: Logger,
): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    application_name: `rollcall ${options.service}`,
    connectionTimeoutMillis: 5_000,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    // A session whose client has gone must not keep its locks on a school's day.
    idle_in_transaction_session_timeout: 30_000,
    options: '-c TimeZone=UTC',
  })
  // An idle connection that breaks is dropped by the pool; without a listener it would end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'lost a connection to postgres'))
  return pool
}

/** Commits what `work` did, or nothing of it. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    // When even the rollback fails the connection is of no use; the server rolls back by itself.
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** The five characters by which Postgres names an error, undefined for anything else (a lost connection, a bug). */
export const sqlState = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError ? error.code : undefined
