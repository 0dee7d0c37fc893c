import type { Pool } from '@rollcall/platform'
import { beginDistrict } from '../seed/begin-district.ts'
import type { District, DistrictNote } from '../seed/district.ts'
import { writePeople } from '../seed/write-people.ts'
import { DEMO_NOTE } from './demo-district.ts'

export interface SeededDemo {
  readonly outcome: 'seeded' | 'already there'
  /** The demo's; in a database that `yarn seed` has filled, the first of those. */
  readonly district: District
  readonly kind: DistrictNote['kind']
}

/**
 * Fills an empty database with the demo district. One that has it already, or a seeded one, stays as it is, with whatever its
 * visitors have changed; what a crash has left undone is completed.
 */
export async function seedDemo(pool: Pool): Promise<SeededDemo> {
  const { note, district, isNew } = await beginDistrict(pool, DEMO_NOTE, undefined, () => true)
  if (note.kind === 'demo') await writePeople({ pool, district, writers: 1 })
  return { outcome: isNew ? 'seeded' : 'already there', district, kind: note.kind }
}
