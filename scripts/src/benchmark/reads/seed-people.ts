import { inTransaction, type Pool } from '@rollcall/platform'
import { CLASSES_EACH, type ReadDistrict } from './read-district.ts'

// What the search for names needs, and nothing that is measured here: with it half a million people take a minute more.
const SEARCH = ['users_words', 'users_name', 'users_external_id_begins'].map((name) => `roster.${name}`).join()

/** Schools in UTC, their classes and people; by Postgres itself, so that it takes no memory here. */
export function seedPeople(pool: Pool, district: ReadDistrict): Promise<void> {
  const { firstSchool, firstUser, schools, peopleEach } = district
  return inTransaction(pool, async (client) => {
    await client.query(`SET LOCAL statement_timeout = 0; DROP INDEX IF EXISTS ${SEARCH}`)
    await client.query(
      `INSERT INTO roster.schools (id, name, time_zone, opens_at, closes_at)
       SELECT $1::int + number, 'Large school ' || number, 'UTC', '08:00', '15:00'
       FROM generate_series(0, $2::int - 1) AS number`,
      [firstSchool, schools],
    )
    const { rows } = await client.query<{ class: number }>('SELECT coalesce(max(id), 0) AS class FROM roster.classes')
    const firstClass = (rows[0]?.class ?? 0) + 1
    await client.query(
      `INSERT INTO roster.classes (id, school_id, name)
       SELECT $1::int + number, $2::int + number / $4::int, 'Class ' || number % $4::int
       FROM generate_series(0, $3::int * $4::int - 1) AS number`,
      [firstClass, firstSchool, schools, CLASSES_EACH],
    )
    await client.query(
      `INSERT INTO roster.users (id, school_id, name, class_id)
       SELECT $1::int + number, $2::int + number / $4::int, 'Person ' || number,
         $5::int + (number / $4::int) * $6::int + number % $4::int % $6::int
       FROM generate_series(0, $3::int * $4::int - 1) AS number`,
      [firstUser, firstSchool, schools, peopleEach, firstClass, CLASSES_EACH],
    )
    await client.query(
      `INSERT INTO roster.enrolments (user_id, school_id, from_date)
       SELECT id, school_id, '2020-01-01' FROM roster.users WHERE id >= $1`,
      [firstUser],
    )
  })
}
