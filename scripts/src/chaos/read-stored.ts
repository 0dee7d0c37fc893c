import type { Pool } from '@rollcall/platform'
import { COUNTED } from '../simulator/person-day.ts'
import type { Stored, StoredPerson, StoredSchool } from './compare.ts'

export async function readStored(pool: Pool): Promise<Stored> {
  const events = await pool.query<{ userId: number; at: number; out: boolean }>(
    `SELECT user_id AS "userId", date_part('epoch', at) * 1000 AS at, type = 'checkout' AS out FROM attendance.events`,
  )
  const people = await pool.query<StoredPerson>(
    `SELECT user_id AS "userId", came, present, inside_since IS NOT NULL AS inside, inside_ms AS "insideMs", events
     FROM attendance.user_days`,
  )
  const schools = await pool.query<StoredSchool>(
    `SELECT school_id AS "schoolId", date_part('epoch', late_after) * 1000 AS "lateAfter",
            date_part('epoch', closes_at) * 1000 AS "closesAt", closed_at IS NOT NULL AS closed, ${COUNTED.join()}
     FROM attendance.school_days`,
  )
  return { events: events.rows, people: people.rows, schools: schools.rows }
}
