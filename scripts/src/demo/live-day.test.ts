import { Chance } from '../seed/chance.ts'
import { schoolDate } from '../seed/day-at-school.ts'
import { recordsOf } from '../seed/past-days.ts'
import { membersOf } from '../seed/people.ts'
import { madeUp } from '../testing/made-up.ts'
import { LiveDay, type LiveStep } from './live-day.ts'

const MINUTE = 60_000
const district = madeUp({ schools: 3, users: 900 })
const [school] = district.schools
if (!school) throw new Error('no school')
const today = schoolDate(district.seed, school, '2026-11-17')
const noon = today.instant((today.opens + today.closes) / 2)
const midnight = today.instant(1_440)

test('today is the day that it will have been tomorrow: the same people, to the millisecond', () => {
  const day = new LiveDay(district, new Chance(1))
  const taken = [...day.take(noon), ...day.take(noon + 90 * MINUTE), ...day.take(midnight - 1)]
  const ids = new Set([...membersOf(district, school)].map(({ id }) => id))
  const here = taken.filter(({ userId }) => ids.has(userId)).map(({ userId, at }) => `${userId} ${at}`)
  const tomorrow = [...recordsOf(district, school, today.date)].flat()
  expect(tomorrow.length).toBeGreaterThan(300)
  expect(here.sort()).toEqual(tomorrow.map(({ userId, at }) => `${userId} ${Date.parse(at)}`).sort())
})

test('nothing is told before it has happened; who steps out was in, and comes back', () => {
  const day = new LiveDay(district, new Chance(2))
  const inside = new Map<number, boolean>()
  let steppedOut = 0
  const note = ({ userId, type }: LiveStep) => {
    expect(inside.get(userId) ?? false).toBe(type === 'checkout')
    inside.set(userId, type === 'checkin')
  }
  for (let now = noon - 240 * MINUTE; now < noon + 400 * MINUTE; now += MINUTE) {
    const steps = day.take(now)
    for (const step of steps) {
      expect(step.at).toBeLessThanOrEqual(now)
      note(step)
    }
    const out = day.stepOut(now)
    if (!out) continue
    steppedOut++
    note(out)
  }
  expect(steppedOut).toBeGreaterThan(20)
})

test('at night nobody steps out, and the next morning is another day', () => {
  const day = new LiveDay(madeUp({ schools: 1, users: 300 }), new Chance(3))
  day.take(midnight - 1)
  expect(day.stepOut(midnight - 1)).toBeUndefined()
  expect(day.take(midnight)).toEqual([])
  expect(day.take(midnight + 12 * 60 * MINUTE).length).toBeGreaterThan(200)
})
