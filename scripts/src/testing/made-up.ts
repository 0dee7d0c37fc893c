import type { District, DistrictNote } from '../seed/district.ts'
import { seededDistrict } from '../seed/seeded-district.ts'

/** A note of the school year 2026/27, begun in an empty database unless said otherwise. */
export const noteOf = (more: Partial<DistrictNote> = {}): DistrictNote => ({
  ...{ kind: 'seed', seed: 5, schools: 16, users: 4_000, year: 2026 },
  ...{ firstSchool: 1, firstClass: 1, firstUser: 1 },
  ...more,
})

export const madeUp = (more: Partial<DistrictNote> = {}): District => seededDistrict(noteOf(more))
