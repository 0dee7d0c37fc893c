import type { Pool } from '@rollcall/platform'

/** A little of everything, so that requests find something. */
export async function smallDistrict(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO roster.schools (name, time_zone) SELECT 'School ' || n, 'Europe/Berlin' FROM generate_series(1, 5) AS n`,
  )
  await pool.query(
    `INSERT INTO roster.classes (school_id, name, year_group)
     SELECT schools.id, names.name, 'Year 7' FROM roster.schools, (VALUES ('7a'), ('7b')) AS names (name)`,
  )
  await pool.query(
    `INSERT INTO roster.users (school_id, name, external_id)
     SELECT 1 + n % 5, 'Person ' || n, 'S-' || n FROM generate_series(1, 50) AS n`,
  )
  await pool.query(
    `INSERT INTO roster.enrolments (user_id, school_id, from_date) SELECT id, school_id, '2020-01-01' FROM roster.users`,
  )
  // Requests revoke keys by the ids they make up: the one they are sent with must not be among those.
  await pool.query(`SELECT setval('access.tokens_id_seq', 1987654321)`)
}
