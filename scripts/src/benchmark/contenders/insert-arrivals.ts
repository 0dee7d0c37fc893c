import type { Pool } from '@rollcall/platform'
import type { Arrival } from '../arrivals.ts'
import type { OwnTable } from '../district.ts'

/** One statement, one transaction. */
export async function insertArrivals(pool: Pool, table: OwnTable, arrivals: readonly Arrival[]): Promise<void> {
  await pool.query(
    `INSERT INTO benchmark.${table} (user_id, school_id, type, at, temperature)
     SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::timestamptz[], $5::numeric[])`,
    [
      arrivals.map((each) => each.userId),
      arrivals.map((each) => each.schoolId),
      arrivals.map((each) => each.type),
      arrivals.map((each) => new Date(each.timestamp).toISOString()),
      arrivals.map((each) => each.temperature),
    ],
  )
}
