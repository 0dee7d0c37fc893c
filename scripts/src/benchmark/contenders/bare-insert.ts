import type { AttendanceRecord } from '@rollcall/domain'
import { createLogger, createPool, type Pool } from '@rollcall/platform'
import { type Arrivals, arrivalsOf, recordOf } from '../arrivals.ts'
import { workAt } from '../worker.ts'

export interface InsertOrder {
  readonly databaseUrl: string
  readonly arrivals: Arrivals
}

// The limit of the consumer: the same records into a table with the columns and indexes of attendance.events, and nothing else.
// Rows a transaction and connections are those of dashboard-service.
const ROWS = 2_000
const CONNECTIONS = 4

workAt<InsertOrder, { seconds: number }>(async ({ databaseUrl, arrivals }) => {
  const pool = createPool(
    databaseUrl,
    { max: CONNECTIONS, service: 'bare-insert' },
    createLogger('bare-insert', 'warn'),
  )
  const records = arrivalsOf(arrivals).map(recordOf)
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.connect()))
  for (const connection of connections) connection.release()
  let next = 0
  const insertSome = async () => {
    while (next < records.length) {
      const first = next
      next += ROWS
      await insert(pool, records.slice(first, first + ROWS))
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: CONNECTIONS }, insertSome))
  const seconds = (performance.now() - start) / 1_000
  await pool.end()
  return { seconds }
})

const insert = (pool: Pool, records: readonly AttendanceRecord[]) =>
  pool.query(
    `INSERT INTO benchmark.bare
       (utc_date, user_id, at, type, school_id, local_date, temperature, image, device_id, received_at)
     SELECT * FROM unnest($1::date[], $2::int[], $3::timestamptz[], $4::attendance.transition[], $5::int[], $6::date[],
                          $7::numeric[], $8::text[], $9::int[], $10::timestamptz[])`,
    [
      records.map((each) => each.at.slice(0, 10)),
      records.map((each) => each.userId),
      records.map((each) => each.at),
      records.map((each) => each.type),
      records.map((each) => each.schoolId),
      records.map((each) => each.localDate),
      records.map((each) => each.temperature),
      records.map((each) => each.image),
      records.map((each) => each.deviceId),
      records.map((each) => each.receivedAt),
    ],
  )
