import { createLogger, createPool } from '@rollcall/platform'
import { type Arrivals, arrivalsOf } from '../arrivals.ts'
import { workAt } from '../worker.ts'
import { insertArrivals } from './insert-arrivals.ts'

export interface InsertOrder {
  readonly databaseUrl: string
  readonly arrivals: Arrivals
}

// The limit of the consumer: the same records into a table with a unique key, and nothing else. Rows a transaction and
// connections are those of dashboard-service.
const ROWS = 2_000
const CONNECTIONS = 4

workAt<InsertOrder, { seconds: number }>(async ({ databaseUrl, arrivals }) => {
  const pool = createPool(
    databaseUrl,
    { max: CONNECTIONS, service: 'bare-insert' },
    createLogger('bare-insert', 'warn'),
  )
  const records = arrivalsOf(arrivals)
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.connect()))
  for (const connection of connections) connection.release()
  let next = 0
  const insert = async () => {
    while (next < records.length) {
      const first = next
      next += ROWS
      await insertArrivals(pool, 'bare', records.slice(first, first + ROWS))
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: CONNECTIONS }, insert))
  const seconds = (performance.now() - start) / 1_000
  await pool.end()
  return { seconds }
})
