import { isTimeZone, utcMidnight } from '@rollcall/domain'
import { madeUp } from '../testing/made-up.ts'
import { adminsOf } from './admins.ts'
import { isSchoolDay, schoolDaysUntil, schoolYearOf, weekdayOf } from './calendar.ts'
import { className, type District, sizeOf, totalOf } from './district.ts'
import { enrolledOn, membersOf, movedAway, peopleOf } from './people.ts'

const district = madeUp()
const everybody = (of: District) => of.schools.flatMap((school) => [...peopleOf(of, school)])
const people = everybody(district)

test('the same seed makes the same district, another one another', () => {
  expect(madeUp()).toEqual(district)
  expect(everybody(madeUp())).toEqual(people)
  expect(adminsOf(madeUp())).toEqual(adminsOf(district))
  const other = madeUp({ seed: 6 })
  expect(other.schools.map(({ name }) => name)).not.toEqual(district.schools.map(({ name }) => name))
  const names = new Set(everybody(other).map(({ name }) => name))
  expect(people.filter(({ name }) => names.has(name)).length).toBeLessThan(people.length / 4)
})

test('beside another district it has other ids, and is the same otherwise', () => {
  const beside = madeUp({ firstSchool: 101, firstClass: 5_001, firstUser: 70_001 })
  expect(beside.schools.map(({ id }) => id - 100)).toEqual(district.schools.map(({ id }) => id))
  expect(everybody(beside).map(({ id, name, kind }) => [id - 70_000, name, kind])).toEqual(
    people.map(({ id, name, kind }) => [id, name, kind]),
  )
})

test.each([
  { schools: 1, users: 1 },
  { schools: 7, users: 7 },
  { schools: 3, users: 10 },
  { schools: 100, users: 12_345 },
])('$users people in $schools schools: exactly that many, none of them empty', (size) => {
  const small = madeUp(size)
  expect(totalOf(small)).toMatchObject({ people: size.users, lastUser: size.users, lastSchool: size.schools })
  expect(Math.min(...small.schools.map((school) => school.people))).toBeGreaterThanOrEqual(1)
  expect(everybody(small).map(({ id }) => id)).toEqual(Array.from({ length: size.users }, (_, index) => index + 1))
})

test('schools have names of their own, zones that exist, hours of a school, and a calendar with breaks', () => {
  const { schools } = madeUp({ schools: 60 })
  expect(new Set(schools.map(({ name }) => name)).size).toBe(60)
  expect(new Set(schools.map(({ timeZone }) => timeZone)).size).toBeGreaterThanOrEqual(6)
  for (const school of schools) {
    expect(isTimeZone(school.timeZone)).toBe(true)
    expect(school.opensAt >= '07:00' && school.opensAt <= '10:00').toBe(true)
    expect(school.closesAt >= '13:00' && school.closesAt <= '17:30').toBe(true)
    const dates = school.holidays.map(({ date }) => date)
    expect(new Set(dates).size).toBe(dates.length)
    expect(dates.filter((date) => !school.weekdays.includes(weekdayOf(date)))).toEqual([])
    for (const name of ['Autumn break', 'Winter holidays', 'Spring break', 'Summer holidays'])
      expect(school.holidays.map((holiday) => holiday.name)).toContain(name)
    expect([isSchoolDay(school, '2026-12-25'), isSchoolDay(school, '2026-11-10')]).toEqual([false, true])
    const year = schoolDaysUntil(school, '2027-07-31', 300).filter((date) => date >= '2026-08-01')
    expect(year.length).toBeGreaterThan(170)
    expect(year.length).toBeLessThan(255)
  }
})

test('a school year begins in August', () => {
  expect(['2026-07-31', '2026-08-01', '2027-01-01'].map(schoolYearOf)).toEqual([2025, 2026, 2026])
})

test('students are in a class of their school; addresses and external ids are their own', () => {
  const [school] = madeUp({ schools: 1, users: 1_000 }).schools
  expect(sizeOf(1_000)).toEqual({ students: 920, teachers: 60, staff: 20, sections: 3, classes: 36 })
  expect(school?.classes).toBe(36)
  expect([className(0, 3), className(35, 3), className(27, 28)]).toEqual(['Grade 1A', 'Grade 12C', 'Grade 1AB'])
  for (const { firstClass, classes, ...each } of district.schools)
    for (const { kind, classId } of membersOf(district, { firstClass, classes, ...each }))
      expect(
        kind === 'student'
          ? classId !== null && classId >= firstClass && classId < firstClass + classes
          : classId === null,
      ).toBe(true)
  expect(new Set(people.map(({ email }) => email)).size).toBe(people.length)
  expect(new Set(people.map(({ externalId }) => externalId)).size).toBe(people.length)
  expect(people.filter(({ email }) => !/^[a-z]+\.[a-z]+\.\d+@[a-z-]+\.example$/.test(email))).toEqual([])
})

test('some join or leave within the year, some moved; on no date is anybody in two schools', () => {
  const movers = people.filter(({ enrolments }) => enrolments.length === 2)
  const joiners = people.filter(({ enrolments }) => (enrolments[0]?.from ?? '') > '2026-08-01')
  const leavers = people.filter(({ enrolments }) => enrolments.at(-1)?.to)
  for (const some of [movers, joiners, leavers]) {
    expect(some.length).toBeGreaterThan(people.length * 0.005)
    expect(some.length).toBeLessThan(people.length * 0.05)
  }
  for (const { enrolments } of people)
    for (const [index, { from, to }] of enrolments.entries()) {
      if (to) expect(from <= to).toBe(true)
      const next = enrolments[index + 1]
      if (next) expect(utcMidnight(next.from)).toBe(utcMidnight(to ?? '') + 86_400_000)
    }
  const movedFrom = district.schools.flatMap((school) => [...movedAway(district, school)])
  expect(movedFrom.map(({ id }) => id).sort((a, b) => a - b)).toEqual(movers.map(({ id }) => id))
})

test.each(['2025-09-01', '2026-03-02', '2026-11-10', '2027-06-01'])('on %s each school has those enrolled', (date) => {
  const there = district.schools.flatMap((school) =>
    [...enrolledOn(district, school, date)].map(({ id }) => `${school.id} ${id}`),
  )
  const wanted = people.flatMap(({ id, enrolments }) =>
    enrolments.filter(({ from, to }) => from <= date && (!to || date <= to)).map(({ schoolId }) => `${schoolId} ${id}`),
  )
  expect(there.sort()).toEqual(wanted.sort())
  expect(there.length).toBeGreaterThan(people.length * 0.65)
})

test('admins of each role, with addresses in lower case; a school has one of its own', () => {
  const admins = adminsOf(district)
  expect(new Set(admins.map(({ role }) => role))).toEqual(new Set(['district', 'operator', 'viewer', 'school']))
  expect(new Set(admins.map(({ email }) => email)).size).toBe(admins.length)
  expect(
    admins.filter(({ email }) => email !== email.toLowerCase() || !/^[a-z.]+\.\d+@district-1\.example$/.test(email)),
  ).toEqual([])
  expect(admins.filter(({ role }) => role === 'school').map(({ schools }) => schools)).toEqual(
    district.schools.map(({ id }) => [id]),
  )
})
