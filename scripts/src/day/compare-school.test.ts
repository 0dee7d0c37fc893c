import { COUNTED, countPerson, noCounts } from '../simulator/person-day.ts'
import { Acknowledged } from './acknowledged.ts'
import { compareSchool, type StoredEvent } from './compare-school.ts'
import { DayPlan, newPlan } from './day-plan.ts'
import { type PlayedSchool, playedSchools } from './schools.ts'

const schools = playedSchools(2, Date.parse('2026-11-20T09:00:00Z'))
const school = schools[1] as PlayedSchool
const plan = new DayPlan(3, schools, 200)
const first = plan.firstOf(school)

/** Everything acknowledged, and stored as it should be. */
function stage() {
  const acknowledged = new Acknowledged(plan.people)
  const events: StoredEvent[] = []
  const counts = noCounts()
  const person = newPlan()
  for (let userId = first; userId < first + plan.peopleEach; userId++) {
    plan.read(school, userId, person)
    for (let index = 0; index < person.count; index++) {
      acknowledged.add(userId, index)
      events.push([userId, person.at[index] as number, person.out[index] === 1])
    }
    if (person.count > 0)
      countPerson(counts, person, { lateAfter: school.lateAfter, closesAt: school.closes, closed: true })
  }
  return { acknowledged, events, day: { localDate: school.localDate, closed: true, ...counts } }
}
const compared = ({ acknowledged, events, day }: ReturnType<typeof stage>) =>
  compareSchool(plan, acknowledged, school, { events, days: [day] })

test('what is as it should be is found so', () => {
  const all = stage()
  expect(all.events.length).toBeGreaterThan(300)
  expect(compared(all)).toEqual({ stored: all.acknowledged.count, lost: 0, unknown: 0, wrong: [] })
})

test('a record that is not there is lost', () => {
  const all = stage()
  all.events.splice(17, 1)
  expect(compared(all)).toMatchObject({ lost: 1, unknown: 0 })
})

test('a record that nobody acknowledged is unknown', () => {
  const all = stage()
  const [userId, at, out] = all.events[0] as StoredEvent
  all.events.push([userId, at + 1, out], [first - 1, at, out], [first + plan.peopleEach, at, out])
  expect(compared(all)).toMatchObject({ lost: 0, unknown: 3 })
})

test.each(COUNTED)('a school that counts one %s too many is told', (what) => {
  const all = stage()
  all.day[what] += 1
  expect(compared(all).wrong).toEqual([
    `school ${school.id}, ${school.localDate}: ${what} is ${all.day[what]} and should be ${all.day[what] - 1}`,
  ])
})

test('a date that is over has to be closed', () => {
  const all = stage()
  expect(compared({ ...all, day: { ...all.day, closed: false } }).wrong).toContain(
    `school ${school.id}, ${school.localDate}: the date is over and not closed`,
  )
})

test('another date than the one played is told', () => {
  const all = stage()
  expect(compared({ ...all, day: { ...all.day, localDate: '2020-01-01' } }).wrong).toHaveLength(1)
  const days = [all.day, { ...all.day, localDate: '2020-01-01', ...noCounts() }]
  expect(compareSchool(plan, all.acknowledged, school, { events: all.events, days }).wrong).toHaveLength(1)
  expect(compareSchool(plan, all.acknowledged, school, { events: all.events, days: [] }).wrong).toHaveLength(1)
})
