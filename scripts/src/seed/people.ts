import { base, en, Faker } from '@faker-js/faker'
import { addDays, type LocalDate } from '@rollcall/domain'
import { yearBegins } from './calendar.ts'
import { Chance } from './chance.ts'
import { type District, gradeOf, type School, sizeOf } from './district.ts'

/** From and to are included; to null: still there. */
export interface Enrolment {
  readonly schoolId: number
  readonly from: LocalDate
  readonly to: LocalDate | null
}

/** Somebody of a school, without a name: what attendance is made of. */
export interface Member {
  readonly id: number
  /** Counted from 0 within the district. */
  readonly number: number
  readonly kind: 'student' | 'teacher' | 'staff'
  readonly classId: number | null
  readonly enrolments: readonly Enrolment[]
}

export interface Person extends Member {
  readonly externalId: string
  readonly name: string
  readonly email: string
}

/** Where everybody was always there, they were from this date on. */
export const ALWAYS: LocalDate = '2020-01-01'

/** The members of one school: students class by class, then teachers, then staff. */
export function* membersOf(district: District, school: School): Generator<Member> {
  const size = sizeOf(school.people)
  const before = school.firstUser - (district.schools[0]?.firstUser ?? 0)
  for (let index = 0; index < school.people; index++) {
    const number = before + index
    const isStudent = index < size.students
    const classNumber = isStudent ? Math.floor((index * school.classes) / size.students) : 0
    yield {
      id: school.firstUser + index,
      number,
      kind: isStudent ? 'student' : index < size.students + size.teachers ? 'teacher' : 'staff',
      classId: isStudent ? school.firstClass + classNumber : null,
      enrolments: enrolmentsOf(district, school, {
        number,
        isFirst: index === 0,
        grade: isStudent ? gradeOf(classNumber, size.sections) : null,
      }),
    }
  }
}

/** The same with names. */
export function* peopleOf(district: District, school: School): Generator<Person> {
  const faker = new Faker({ locale: [en, base], seed: school.namesSeed })
  const host = `${school.name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.example`
  for (const member of membersOf(district, school)) {
    const first = faker.person.firstName()
    const last = faker.person.lastName()
    yield {
      ...member,
      externalId: district.prefix + String(member.id).padStart(5, '0'),
      name: `${first} ${last}`,
      // The number keeps two people of one name apart.
      email: `${ascii(first)}.${ascii(last)}.${member.id}@${host}`,
    }
  }
}

const ascii = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '')

const JOINS = 0.03
const LEAVES = 0.02
const MOVES = 0.01

function enrolmentsOf(
  district: District,
  school: School,
  person: { number: number; isFirst: boolean; grade: number | null },
): Enrolment[] {
  const { year, seed } = district
  const here = (from: LocalDate, to: LocalDate | null = null) => ({ schoolId: school.id, from, to })
  if (year === null) return [here(ALWAYS)]
  const chance = new Chance(seed, person.number, 3)
  const begins = yearBegins(year)
  const dice = chance.next()
  // Whoever tries a district begins with its first person: every school's is there, and stays.
  if (!person.isFirst) {
    if (dice < JOINS) return [here(addDays(begins, chance.integer(20, 330)))]
    if (dice < JOINS + MOVES) {
      const former = district.schools[(school.number + 1) % district.schools.length]
      // In the year before, so that on any day of this one people are where their school's list has them.
      const moved = addDays(begins, -chance.integer(30, 330))
      const since = entered(chance, year - 1, person.grade)
      if (former && former !== school)
        return [{ schoolId: former.id, from: since, to: addDays(moved, -1) }, here(moved)]
    }
  }
  const since = entered(chance, year, person.grade)
  const leaves = !person.isFirst && dice > 1 - LEAVES
  return [here(since, leaves ? addDays(begins, chance.integer(20, 330)) : null)]
}

/** Pupils come with the first grade or a later one, grown-ups at any time. */
const entered = (chance: Chance, year: number, grade: number | null): LocalDate =>
  grade === null
    ? addDays(yearBegins(year), -chance.integer(0, 5_000))
    : yearBegins(year - chance.integer(0, Math.max(0, Math.min(grade, 6) - 1)))

/** Members of another school who were here before. Only this school can have them: see enrolmentsOf. */
export function* movedAway(district: District, school: School): Generator<Member> {
  const { length } = district.schools
  const newSchool = district.schools[(school.number + length - 1) % length]
  if (district.year === null || !newSchool || newSchool === school) return
  for (const member of membersOf(district, newSchool)) if (member.enrolments.length > 1) yield member
}

/** Who belongs to the school on a date. */
export function* enrolledOn(district: District, school: School, date: LocalDate): Generator<Member> {
  for (const members of [membersOf(district, school), movedAway(district, school)])
    for (const member of members)
      if (
        member.enrolments.some(
          ({ schoolId, from, to }) => schoolId === school.id && from <= date && (to === null || date <= to),
        )
      )
        yield member
}
