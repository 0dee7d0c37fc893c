import { inTransaction, type Pool, type PoolClient } from '@rollcall/platform'
import { copyRows, type Row } from './copy-rows.ts'
import { className, type District, type School, sizeOf } from './district.ts'
import { membersOf, peopleOf } from './people.ts'
import { sideBySide } from './side-by-side.ts'

/** A transaction takes whole schools, until it has so many people. */
const PEOPLE_AT_ONCE = 20_000

export interface Writing {
  readonly pool: Pool
  readonly district: District
  /** How many transactions at a time. */
  readonly writers: number
  readonly signal?: AbortSignal | undefined
  /** So many people more are there, or days of people, and so many of their records are new. */
  readonly written?: (people: number, records: number) => void
}

/** Classes, people and enrolments of all schools that have none yet. Answers with how many people were written. */
export async function writePeople({ pool, district, writers, signal, written }: Writing): Promise<number> {
  let count = 0
  await sideBySide(writers, groupsOf(district.schools), async (schools) => {
    signal?.throwIfAborted()
    const people = await inTransaction(pool, (client) => writeSchools(client, district, schools))
    count += people
    written?.(
      schools.reduce((sum, { people }) => sum + people, 0),
      0,
    )
  })
  return count
}

function* groupsOf(schools: readonly School[]): Generator<School[]> {
  let group: School[] = []
  let people = 0
  for (const school of schools) {
    group.push(school)
    people += school.people
    if (people < PEOPLE_AT_ONCE) continue
    yield group
    group = []
    people = 0
  }
  if (group.length > 0) yield group
}

async function writeSchools(client: PoolClient, district: District, group: readonly School[]): Promise<number> {
  // Two seeds at once: the second waits, and finds these schools' people.
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('rollcall: made-up people', $1))", [group[0]?.id])
  const schools = await withoutPeople(client, group)
  if (schools.length === 0) return 0
  await copyRows(client, 'roster.classes', ['id', 'school_id', 'name'], classRows(schools))
  await copyRows(
    client,
    'roster.users',
    ['id', 'school_id', 'external_id', 'name', 'email', 'kind', 'class_id'],
    userRows(district, schools),
  )
  await copyRows(
    client,
    'roster.enrolments',
    ['user_id', 'school_id', 'from_date', 'to_date'],
    enrolmentRows(district, schools),
  )
  return schools.reduce((sum, { people }) => sum + people, 0)
}

/** Any of its people tells: some may have been deleted since, and are not brought back. */
async function withoutPeople(client: PoolClient, schools: readonly School[]): Promise<School[]> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT id FROM unnest($1::int[], $2::int[], $3::int[]) AS school (id, first_user, last_user)
     WHERE NOT EXISTS (SELECT FROM roster.users WHERE users.id BETWEEN first_user AND last_user)`,
    [
      schools.map(({ id }) => id),
      schools.map(({ firstUser }) => firstUser),
      schools.map(({ firstUser, people }) => firstUser + people - 1),
    ],
  )
  const empty = new Set(rows.map(({ id }) => id))
  return schools.filter(({ id }) => empty.has(id))
}

function* classRows(schools: readonly School[]): Generator<Row> {
  for (const { id, firstClass, classes, people } of schools) {
    const { sections } = sizeOf(people)
    for (let number = 0; number < classes; number++) yield [firstClass + number, id, className(number, sections)]
  }
}

function* userRows(district: District, schools: readonly School[]): Generator<Row> {
  for (const school of schools)
    for (const { id, externalId, name, email, kind, classId } of peopleOf(district, school))
      yield [id, school.id, externalId, name, email, kind, classId]
}

function* enrolmentRows(district: District, schools: readonly School[]): Generator<Row> {
  for (const school of schools)
    for (const { id, enrolments } of membersOf(district, school))
      for (const { schoolId, from, to } of enrolments) yield [id, schoolId, from, to]
}
