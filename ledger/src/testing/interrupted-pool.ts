import type { Pool, PoolClient } from '@rollcall/platform'

/** How a connection is lost: before the statement reaches the server, or when only its answer is missing. */
export type Loss = 'before' | 'after'

/** A pool that loses its connection at the nth statement, once. `happened` tells whether there was an nth statement. */
export function interruptedPool(pool: Pool, nth: number, loss: Loss): { pool: Pool; happened: () => boolean } {
  let statements = 0
  let happened = false
  const kill = async (client: PoolClient) => {
    happened = true
    const { rows } = await pool.query('SELECT pid FROM pg_stat_activity WHERE application_name = $1', [nameOf(client)])
    for (const { pid } of rows) await pool.query('SELECT pg_terminate_backend($1, 5000)', [pid])
  }
  const interrupted = Object.create(pool) as Pool
  const connect = async (): Promise<PoolClient> => {
    const client = await pool.connect()
    await client.query(`SET application_name = '${nameOf(client)}'`)
    const lost = Object.create(client) as PoolClient
    const query = async (...given: Parameters<PoolClient['query']>) => {
      statements++
      if (statements !== nth) return client.query(...given)
      if (loss === 'before') {
        await kill(client)
        return client.query(...given)
      }
      await client.query(...given)
      await kill(client)
      throw new Error('the connection was lost before the answer came')
    }
    lost.query = query as unknown as PoolClient['query']
    return lost
  }
  interrupted.connect = connect as Pool['connect']
  return { pool: interrupted, happened: () => happened }
}

const names = new WeakMap<PoolClient, string>()
let given = 0
function nameOf(client: PoolClient): string {
  const name = names.get(client) ?? `interrupted ${process.pid} ${++given}`
  names.set(client, name)
  return name
}
