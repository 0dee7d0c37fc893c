import type { Pool } from '@rollcall/platform'

export interface SimulatedSchool {
  readonly id: number
  readonly timeZone: string
  readonly opensAt: string
  readonly closesAt: string
  readonly lateAfterMinutes: number
}

/** In slices, so that there is something to tell, and Ctrl-C is heard. */
const PEOPLE_AT_ONCE = 100_000

/** Schools with so many people each, all enrolled since long: school s has those from (s - 1) * peopleEach + 1 on. */
export async function insertDistrict(
  pool: Pool,
  schools: readonly SimulatedSchool[],
  peopleEach: number,
  told: (people: number) => void = () => {},
): Promise<void> {
  await pool.query(
    `INSERT INTO roster.schools (id, name, time_zone, opens_at, closes_at, late_after_minutes)
     SELECT id, 'School ' || id, zone, opens, closes, late
     FROM unnest($1::int[], $2::text[], $3::time[], $4::time[], $5::int[]) AS school (id, zone, opens, closes, late)`,
    [
      schools.map((school) => school.id),
      schools.map((school) => school.timeZone),
      schools.map((school) => school.opensAt),
      schools.map((school) => school.closesAt),
      schools.map((school) => school.lateAfterMinutes),
    ],
  )
  const people = schools.length * peopleEach
  for (let first = 1; first <= people; first += PEOPLE_AT_ONCE) {
    const slice = [first, Math.min(first + PEOPLE_AT_ONCE - 1, people), peopleEach]
    await pool.query(
      `INSERT INTO roster.users (id, school_id, name)
       SELECT id, 1 + (id - 1) / $3::int, 'Person ' || id FROM generate_series($1::int, $2::int) AS id`,
      slice,
    )
    await pool.query(
      `INSERT INTO roster.enrolments (user_id, school_id, from_date)
       SELECT id, 1 + (id - 1) / $3::int, '2020-01-01' FROM generate_series($1::int, $2::int) AS id`,
      slice,
    )
    told(slice[1] as number)
  }
  await pool.query('ANALYZE roster.users, roster.enrolments')
}
