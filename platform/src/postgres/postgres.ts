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

/** Lends a connection. One that broke meanwhile does not go back to the pool. */
export async function withClient<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  // The query under way rejects by itself; without a listener the same error would end the process.
  const breaks = (error: Error) => {
    broken = error
  }
  client.on('error', breaks)
  try {
    return await work(client)
  } finally {
    client.off('error', breaks)
    client.release(broken)
  }
}

/** Commits what `work` did, or nothing of it. */
export const inTransaction = <T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> =>
  withClient(pool, async (client) => {
    await client.query('BEGIN')
    try {
      const result = await work(client)
      await client.query('COMMIT')
      return result
    } catch (error) {
      // Where even this fails the connection is broken, and the server rolls back by itself.
      await client.query('ROLLBACK').catch(() => client.emit('error', new Error('could not roll back')))
      throw error
    }
  })

/** Classes of SQLSTATE that speak of the server, not of what it was asked: no connection, no room, shutting down. */
const SERVER_TROUBLE = /^(08|53|57P)/
const NO_CONNECTION = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)/

/** Postgres is away, or not able to answer anybody at the moment. */
export function isPostgresAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof pg.DatabaseError) return SERVER_TROUBLE.test(error.code ?? '')
  const code = (error as NodeJS.ErrnoException).code ?? ''
  // What the driver itself says when a connection is cut, or none can be had, has no code.
  return (
    NO_CONNECTION.test(code) || /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message)
  )
}

/** The five characters by which Postgres names an error, undefined for anything else (a lost connection, a bug). */
export const sqlState = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError ? error.code : undefined
