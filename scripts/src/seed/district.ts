import type { LocalDate } from '@rollcall/domain'

export interface Holiday {
  readonly date: LocalDate
  readonly name: string
}

export interface School {
  /** Counted from 0 within the district: what chance is asked with, so that ids make no difference. */
  readonly number: number
  readonly id: number
  readonly name: string
  readonly timeZone: string
  readonly opensAt: string
  readonly closesAt: string
  readonly lateAfterMinutes: number
  /** ISO days of the week with school: 1 is Monday. */
  readonly weekdays: readonly number[]
  readonly holidays: readonly Holiday[]
  /** What faker draws its people's names from. */
  readonly namesSeed: number
  /** Its people have the ids from firstUser on, its classes those from firstClass on. */
  readonly people: number
  readonly firstUser: number
  readonly firstClass: number
  readonly classes: number
}

/** Schools and people that chance made, the demo's as well as those of `yarn seed`. */
export interface District {
  readonly seed: number
  /** Begins the external ids of its people. */
  readonly prefix: string
  /** The school year in which people join, leave and move; null: everybody was always there. */
  readonly year: number | null
  readonly schools: readonly School[]
}

/** What makes a district what it is. As long as it is the same, so is every school, person and day. */
export interface DistrictNote {
  readonly kind: 'demo' | 'seed'
  readonly seed: number
  readonly schools: number
  readonly users: number
  readonly year: number | null
  /** Reserved when the district was begun. */
  readonly firstSchool: number
  readonly firstClass: number
  readonly firstUser: number
}

const GRADES = 12
const IDEAL_CLASS = 25

export interface SchoolSize {
  readonly students: number
  readonly teachers: number
  readonly staff: number
  readonly sections: number
  readonly classes: number
}

/** 92 % students, 6 % teachers, 2 % staff; ids are given in this order. */
export function sizeOf(people: number): SchoolSize {
  const students = Math.ceil(people * 0.92)
  const staff = Math.min(people - students, Math.round(people * 0.02))
  const sections = Math.max(1, Math.round(students / GRADES / IDEAL_CLASS))
  return { students, teachers: people - students - staff, staff, sections, classes: GRADES * sections }
}

export const gradeOf = (classNumber: number, sections: number): number => Math.floor(classNumber / sections) + 1

export const className = (classNumber: number, sections: number): string =>
  `Grade ${gradeOf(classNumber, sections)}${sectionName(classNumber % sections)}`

/** A, B, … Z, AA, AB, … */
function sectionName(section: number): string {
  const letter = String.fromCharCode(65 + (section % 26))
  return section < 26 ? letter : sectionName(Math.floor(section / 26) - 1) + letter
}

/** Where each school's people and classes begin. */
export function numbered(
  schools: readonly Omit<School, 'number' | 'id' | 'firstUser' | 'firstClass' | 'classes'>[],
  first: Pick<DistrictNote, 'firstSchool' | 'firstClass' | 'firstUser'>,
): School[] {
  let { firstUser, firstClass } = first
  return schools.map((school, number) => {
    const { classes } = sizeOf(school.people)
    const placed = { ...school, number, id: first.firstSchool + number, firstUser, firstClass, classes }
    firstUser += school.people
    firstClass += classes
    return placed
  })
}

export const totalOf = (district: District) => {
  const last = district.schools.at(-1)
  const [first] = district.schools
  if (!last || !first) throw new Error('a district has at least one school')
  return {
    people: last.firstUser + last.people - first.firstUser,
    lastSchool: last.id,
    lastUser: last.firstUser + last.people - 1,
    lastClass: last.firstClass + last.classes - 1,
  }
}
