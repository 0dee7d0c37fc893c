import { inTransaction, type Pool, type PoolClient } from '@rollcall/platform'
import { copyRows } from './copy-rows.ts'
import { type District, type DistrictNote, totalOf } from './district.ts'
import { districtOf, readNotes, writeNotes } from './district-notes.ts'

export type Wanted = Omit<DistrictNote, 'firstSchool' | 'firstClass' | 'firstUser'>

export interface Begun {
  readonly note: DistrictNote
  readonly district: District
  /** False when it was there already, whole or in part. */
  readonly isNew: boolean
}

/**
 * Makes a district's schools, `more` that belongs to them, and the note of it, all at once; its people's ids are reserved.
 * Beside other made-up districts it takes the next ids. One that is there already is answered as it was begun.
 */
export const beginDistrict = (
  pool: Pool,
  wanted: Wanted,
  more: (client: PoolClient, district: District) => Promise<void> = async () => {},
  isWanted: (note: DistrictNote) => boolean = (note) => isSame(note, wanted),
): Promise<Begun> =>
  inTransaction(pool, async (client) => {
    // Two at once: the second waits here, and finds the first one's note.
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('rollcall: made-up districts', 0))")
    const notes = await readNotes(client)
    const known = notes.find(isWanted)
    if (known) return { note: known, district: districtOf(known), isNew: false }
    const note = { ...wanted, ...(await firstFree(client)) }
    const district = districtOf(note)
    await insertSchools(client, district)
    await reserveIds(client, district)
    await more(client, district)
    await writeNotes(client, [...notes, note])
    return { note, district, isNew: true }
  })

/** The school year is that in which it was begun. */
const isSame = (note: DistrictNote, wanted: Wanted): boolean =>
  note.kind === wanted.kind &&
  note.seed === wanted.seed &&
  note.schools === wanted.schools &&
  note.users === wanted.users

async function firstFree(client: PoolClient): Promise<Pick<DistrictNote, 'firstSchool' | 'firstClass' | 'firstUser'>> {
  const { rows } = await client.query<{ firstSchool: number; firstClass: number; firstUser: number }>(
    `SELECT ${free('schools')} AS "firstSchool", ${free('classes')} AS "firstClass", ${free('users')} AS "firstUser"`,
  )
  const [first] = rows
  if (!first) throw new Error('a query without tables returned no row')
  return first
}

const free = (table: string): string =>
  `(SELECT greatest((SELECT coalesce(max(id), 0) FROM roster.${table}), CASE WHEN is_called THEN last_value ELSE 0 END) + 1
    FROM roster.${table}_id_seq)`

/** Ids are given by hand: without this the next school, class or person made would ask for one that is taken. */
async function reserveIds(client: PoolClient, district: District): Promise<void> {
  const { lastSchool, lastClass, lastUser } = totalOf(district)
  await client.query(
    `SELECT setval('roster.schools_id_seq', $1), setval('roster.classes_id_seq', $2), setval('roster.users_id_seq', $3)`,
    [lastSchool, lastClass, lastUser],
  )
}

async function insertSchools(client: PoolClient, { schools }: District): Promise<void> {
  await copyRows(
    client,
    'roster.schools',
    ['id', 'name', 'time_zone', 'opens_at', 'closes_at', 'late_after_minutes'],
    schools.map((each) => [each.id, each.name, each.timeZone, each.opensAt, each.closesAt, each.lateAfterMinutes]),
  )
  await copyRows(
    client,
    'roster.calendars',
    ['school_id', 'weekdays'],
    schools.map(({ id, weekdays }) => [id, `{${weekdays.join()}}`]),
  )
  const holidays = schools.flatMap(({ id, holidays }) => holidays.map(({ date, name }) => [id, date, name] as const))
  await copyRows(client, 'roster.holidays', ['school_id', 'date', 'name'], holidays)
}
