import { base, en, Faker } from '@faker-js/faker'
import type { DemoSchool } from './demo-schools.ts'

export interface DemoClass {
  readonly id: number
  readonly schoolId: number
  readonly name: string
}

export interface DemoPerson {
  readonly id: number
  readonly schoolId: number
  readonly externalId: string
  readonly name: string
  readonly email: string
  readonly kind: 'student' | 'teacher' | 'staff'
  readonly classId: number | null
}

export const PEOPLE_A_SCHOOL = 1_000
const TEACHERS = 60
const STAFF = 20
const STUDENTS = PEOPLE_A_SCHOOL - TEACHERS - STAFF

const GRADES = 12
const SECTIONS = ['A', 'B', 'C'] as const
const CLASSES_A_SCHOOL = GRADES * SECTIONS.length

/** Everybody belongs to the school from this date on. */
export const ENROLLED_FROM = '2020-01-01'

/** Begins the external ids of the demo's people: by it a database is known to be the demo's. */
export const DEMO_PREFIX = 'DEMO-'

export const demoClasses = (school: DemoSchool): DemoClass[] =>
  Array.from({ length: CLASSES_A_SCHOOL }, (_, index) => ({
    id: (school.id - 1) * CLASSES_A_SCHOOL + index + 1,
    schoolId: school.id,
    name: `Grade ${Math.floor(index / SECTIONS.length) + 1}${SECTIONS[index % SECTIONS.length]}`,
  }))

/** The people of one school, the same at every call: students class by class, then teachers, then staff. */
export function demoPeople(school: DemoSchool): DemoPerson[] {
  const faker = new Faker({ locale: [en, base], seed: school.id })
  const host = `${school.name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.example`
  const classes = demoClasses(school)
  return Array.from({ length: PEOPLE_A_SCHOOL }, (_, index) => {
    const id = (school.id - 1) * PEOPLE_A_SCHOOL + index + 1
    const first = faker.person.firstName()
    const last = faker.person.lastName()
    return {
      id,
      schoolId: school.id,
      externalId: DEMO_PREFIX + String(id).padStart(5, '0'),
      name: `${first} ${last}`,
      // The number keeps two people of one name apart.
      email: `${ascii(first)}.${ascii(last)}.${id}@${host}`,
      kind: index < STUDENTS ? 'student' : index < STUDENTS + TEACHERS ? 'teacher' : 'staff',
      classId: index < STUDENTS ? (classes[Math.floor((index * CLASSES_A_SCHOOL) / STUDENTS)]?.id ?? null) : null,
    }
  })
}

const ascii = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '')
