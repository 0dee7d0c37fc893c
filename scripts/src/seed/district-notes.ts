import type { Pool, PoolClient } from '@rollcall/platform'
import { DEMO_NOTE, DEMO_PREFIX, demoDistrict } from '../demo/demo-district.ts'
import type { District, DistrictNote } from './district.ts'
import { seededDistrict } from './seeded-district.ts'

/** The database belongs to somebody: whatever is made up stays out of it. */
export class SomebodyElses extends Error {
  constructor() {
    super(
      'This database has schools already, and they are no demo district and no seeded one: nothing was written. ' +
        'Name an empty database, or none to have one made here.',
    )
  }
}

export const districtOf = (note: DistrictNote): District =>
  note.kind === 'demo' ? demoDistrict(note) : seededDistrict(note)

// A comment on the schema: it is written in the transaction that makes the schools, stays with the database wherever that is
// copied to, and needs no table in production.
const READ = `SELECT obj_description('roster'::regnamespace, 'pg_namespace') AS note`
const BEGINS = 'Made-up districts: '

/** The districts this database was given, the oldest first. Throws where it has schools of somebody else's. */
export async function readNotes(client: PoolClient | Pool): Promise<DistrictNote[]> {
  const { rows } = await client.query<{ note: string | null }>(READ)
  const note = rows[0]?.note
  if (note?.startsWith(BEGINS)) return JSON.parse(note.slice(BEGINS.length))
  const { rows: found } = await client.query<{ schools: boolean; demo: boolean }>(
    `SELECT EXISTS (SELECT FROM roster.schools) AS schools,
       EXISTS (SELECT FROM roster.users WHERE starts_with(external_id, $1)) AS demo`,
    [DEMO_PREFIX],
  )
  if (!found[0]?.schools) return []
  // A demo made before there were notes.
  if (found[0].demo) return [DEMO_NOTE]
  throw new SomebodyElses()
}

export async function writeNotes(client: PoolClient, notes: readonly DistrictNote[]): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `SELECT format('COMMENT ON SCHEMA roster IS %L', $1::text) AS statement`,
    [BEGINS + JSON.stringify(notes)],
  )
  await client.query(rows[0]?.statement ?? '')
}
