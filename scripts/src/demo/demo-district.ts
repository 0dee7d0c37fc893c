import { type District, type DistrictNote, numbered } from '../seed/district.ts'
import { DEMO_SCHOOLS, DEMO_WEEKDAYS } from './demo-schools.ts'

export const PEOPLE_A_SCHOOL = 1_000
const SEED = 1

/** Begins the external ids of the demo's people. */
export const DEMO_PREFIX = 'DEMO-'

export const DEMO_NOTE: DistrictNote = {
  kind: 'demo',
  seed: SEED,
  schools: DEMO_SCHOOLS.length,
  users: DEMO_SCHOOLS.length * PEOPLE_A_SCHOOL,
  year: null,
  firstSchool: 1,
  firstClass: 1,
  firstUser: 1,
}

/** The district that `npm start` shows. School on every day and nobody joins or leaves: whoever tries it finds it as the README has it. */
export const demoDistrict = (note: DistrictNote = DEMO_NOTE): District => ({
  seed: SEED,
  year: null,
  prefix: DEMO_PREFIX,
  schools: numbered(
    DEMO_SCHOOLS.map((school, index) => ({
      ...school,
      weekdays: DEMO_WEEKDAYS,
      holidays: [],
      people: PEOPLE_A_SCHOOL,
      namesSeed: index + 1,
    })),
    note,
  ),
})
