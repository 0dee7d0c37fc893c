import type { Pool, PoolClient } from '@rollcall/platform'

/** Any number that nobody else uses as an advisory lock in this database. */
const SCHEMA_LOCK = 7_265_511

/**
 * One at a time, over all processes: the second waits and then finds everything done. The work uses the connection that holds
 * the lock, so that losing the lock is losing the transaction.
 */
export async function withSchemaLock<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    // Waiting for the other one, or building an index, may take longer than a service's statement may.
    await client.query('SET statement_timeout = 0')
    await client.query('SELECT pg_advisory_lock($1)', [SCHEMA_LOCK])
    const result = await work(client)
    await client.query('SELECT pg_advisory_unlock($1)', [SCHEMA_LOCK])
    await client.query('RESET statement_timeout')
    return result
  } catch (error) {
    // Not given back to the pool: closing the connection frees the lock, whatever state it is in.
    broken = error instanceof Error ? error : new Error(String(error))
    throw error
  } finally {
    client.release(broken)
  }
}
