import { inTransaction, type Pool, type PoolClient } from '@rollcall/platform'
import { DEMO_PREFIX, demoClasses, demoPeople, ENROLLED_FROM } from './demo-people.ts'
import { DEMO_SCHOOLS, DEMO_WEEKDAYS } from './demo-schools.ts'

/** The database belongs to somebody: the demo stays out of it. */
export class NotADemoDatabase extends Error {
  constructor() {
    super(
      'This database has schools already, and they are not the demo district. ' +
        'Give npm start an empty database, or none so that it makes one of its own.',
    )
  }
}

/**
 * Fills an empty database with the demo district: all of it or, after a crash, nothing. A database that has it already stays
 * as it is, with whatever its visitors have changed.
 */
export function seedDemo(pool: Pool): Promise<'seeded' | 'already there'> {
  return inTransaction(pool, async (client) => {
    // Two starts at once: the second waits here, and finds the district.
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('rollcall: demo district', 0))")
    if (await hasSchools(client)) {
      if (!(await hasDemoPeople(client))) throw new NotADemoDatabase()
      return 'already there'
    }
    await insertSchools(client)
    await insertPeople(client)
    await countOnFromHere(client)
    return 'seeded'
  })
}

async function hasSchools(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>('SELECT EXISTS (SELECT 1 FROM roster.schools) AS found')
  return rows[0]?.found === true
}

/** Any of them tells: names may have been changed and people deleted since. */
async function hasDemoPeople(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    'SELECT EXISTS (SELECT 1 FROM roster.users WHERE starts_with(external_id, $1)) AS found',
    [DEMO_PREFIX],
  )
  return rows[0]?.found === true
}

async function insertSchools(client: PoolClient): Promise<void> {
  await client.query(
    `INSERT INTO roster.schools (id, name, time_zone, opens_at, closes_at, late_after_minutes)
     SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::time[], $5::time[], $6::int[])`,
    [
      DEMO_SCHOOLS.map((school) => school.id),
      DEMO_SCHOOLS.map((school) => school.name),
      DEMO_SCHOOLS.map((school) => school.timeZone),
      DEMO_SCHOOLS.map((school) => school.opensAt),
      DEMO_SCHOOLS.map((school) => school.closesAt),
      DEMO_SCHOOLS.map((school) => school.lateAfterMinutes),
    ],
  )
  await client.query('INSERT INTO roster.calendars (school_id, weekdays) SELECT unnest($1::int[]), $2::smallint[]', [
    DEMO_SCHOOLS.map((school) => school.id),
    DEMO_WEEKDAYS,
  ])
  const classes = DEMO_SCHOOLS.flatMap(demoClasses)
  await client.query(
    'INSERT INTO roster.classes (id, school_id, name) SELECT * FROM unnest($1::int[], $2::int[], $3::text[])',
    [classes.map((each) => each.id), classes.map((each) => each.schoolId), classes.map((each) => each.name)],
  )
}

async function insertPeople(client: PoolClient): Promise<void> {
  const people = DEMO_SCHOOLS.flatMap(demoPeople)
  const ids = people.map((person) => person.id)
  const schoolIds = people.map((person) => person.schoolId)
  await client.query(
    `INSERT INTO roster.users (id, school_id, external_id, name, email, kind, class_id)
     SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[])`,
    [
      ids,
      schoolIds,
      people.map((person) => person.externalId),
      people.map((person) => person.name),
      people.map((person) => person.email),
      people.map((person) => person.kind),
      people.map((person) => person.classId),
    ],
  )
  await client.query(
    `INSERT INTO roster.enrolments (user_id, school_id, from_date)
     SELECT user_id, school_id, $3::date FROM unnest($1::int[], $2::int[]) AS enrolled (user_id, school_id)`,
    [ids, schoolIds, ENROLLED_FROM],
  )
}

/** Ids were given by hand: without this the next school, class or person made would ask for one that is taken. */
async function countOnFromHere(client: PoolClient): Promise<void> {
  for (const table of ['schools', 'classes', 'users'])
    await client.query(
      `SELECT setval('roster.${table}_id_seq', greatest(last_value, (SELECT max(id) FROM roster.${table})))
       FROM roster.${table}_id_seq`,
    )
}
