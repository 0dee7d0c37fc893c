import { DayPlan, MOST_RECORDS, newPlan } from './day-plan.ts'
import { deviceLoads } from './device-loads.ts'
import { idOf } from './planned-record.ts'
import { playedSchools } from './schools.ts'

const schools = playedSchools(40, Date.parse('2026-11-20T09:00:00Z'))
const plan = new DayPlan(6, schools, 100)

test('every planned record is sent by one device, once', () => {
  const planned = new Set<string>()
  const person = newPlan()
  for (const school of schools)
    for (let userId = plan.firstOf(school); userId < plan.firstOf(school) + plan.peopleEach; userId++) {
      plan.read(school, userId, person)
      expect(person.count).toBeLessThanOrEqual(MOST_RECORDS)
      for (let index = 0; index < person.count; index++)
        planned.add(
          idOf({ userId, index, at: person.at[index] as number, out: person.out[index] === 1, temperature: 0 }),
        )
    }
  const sent: string[] = []
  for (const { batch, singles } of deviceLoads(6, plan)) sent.push(...[...batch, ...singles].map(idOf))
  expect(sent).toHaveLength(planned.size)
  expect(new Set(sent)).toEqual(planned)
  // In and out, some twice, some not at all: two for each person.
  expect(sent.length / plan.people).toBeGreaterThan(1.95)
  expect(sent.length / plan.people).toBeLessThan(2.1)
})

test('one in ten goes by itself; every kind of device is there', () => {
  const loads = [...deviceLoads(6, plan)]
  const singles = loads.reduce((sum, load) => sum + load.singles.length, 0)
  const all = loads.reduce((sum, load) => sum + load.singles.length + load.batch.length, 0)
  expect(singles / all).toBeCloseTo(0.1, 1)
  expect(new Set(loads.map((load) => load.manner)).size).toBe(5)
})

test('nobody leaves before having come, and everything lies within the date that is played', () => {
  const person = newPlan()
  for (const school of schools)
    for (let userId = plan.firstOf(school); userId < plan.firstOf(school) + plan.peopleEach; userId++) {
      plan.read(school, userId, person)
      if (person.count > 0) expect(person.out[0]).toBe(0)
      for (let index = 0; index < person.count; index++) {
        const at = person.at[index] as number
        if (index > 0) expect(at).toBeGreaterThan(person.at[index - 1] as number)
        expect(at).toBeGreaterThan(school.opens - 45 * 60_000)
        expect(at).toBeLessThan(school.closes + 60 * 60_000)
      }
    }
})
