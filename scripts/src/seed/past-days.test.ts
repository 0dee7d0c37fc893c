import { type AttendanceRecord, addDays, attendanceRecord, isFever } from '@rollcall/domain'
import { madeUp } from '../testing/made-up.ts'
import { isSchoolDay, weekdayOf } from './calendar.ts'
import type { School } from './district.ts'
import { pastDays, recordsOf } from './past-days.ts'
import { enrolledOn } from './people.ts'

const NOW = Date.parse('2026-11-20T09:00:00Z')
const district = madeUp({ users: 2_400 })
const dates = Array.from({ length: 70 }, (_, index) => addDays('2027-01-01', index))
const days = dates.flatMap((date) =>
  district.schools.filter((school) => isSchoolDay(school, date)).map((school) => ({ date, school })),
)
const records = (school: School, date: string) => [...recordsOf(district, school, date)]
const some = days.filter((_, index) => index % 40 === 0)

const clocks = new Map<string, Intl.DateTimeFormat>()
/** As a clock on the wall of the school shows it. */
function wallClock({ timeZone }: School, at: string): { date: string; time: string } {
  const options = { timeZone, dateStyle: 'short', timeStyle: 'medium' } as const
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat('sv', options)
  clocks.set(timeZone, clock)
  const [date = '', time = ''] = clock.format(Date.parse(at)).split(' ')
  return { date, time }
}

test('the same seed, person and date make the same day, whatever was asked before', () => {
  const [day] = some
  if (!day) throw new Error('no day')
  const again = madeUp({ users: 2_400 })
  const school = again.schools[day.school.number]
  if (!school) throw new Error('no school')
  expect([...recordsOf(again, school, day.date)]).toEqual(records(day.school, day.date))
})

test('records are what the edge would publish; in comes before out, and each person comes but once at a time', () => {
  for (const { school, date } of some)
    for (const person of records(school, date)) {
      for (const record of person) expect(attendanceRecord.parse(record)).toEqual(record)
      expect(new Set(person.map(({ userId }) => userId)).size).toBe(1)
      expect(person.map(({ type }) => type)).toEqual(
        person.map((_, index) => (index % 2 === 0 ? 'checkin' : 'checkout')),
      )
      const times = person.map(({ at }) => at)
      expect(times).toEqual([...times].sort())
      expect(new Set(times).size).toBe(times.length)
    }
})

// The last Sundays of March and October in Europe, the second of March and the first of November in the USA, and days around.
const CLOCK_CHANGES = ['2026-10-24', '2026-10-25', '2026-10-26', '2026-11-01', '2027-03-14', '2027-03-28', '2027-03-29']

test.each([...CLOCK_CHANGES, '2026-11-10'])('on %s people come and go by the clock on the wall', (date) => {
  for (const school of district.schools) {
    const first: string[] = []
    for (const person of records(school, date))
      for (const [index, { at, localDate }] of person.entries()) {
        const clock = wallClock(school, at)
        expect([clock.date, localDate]).toEqual([date, date])
        expect(clock.time > '05:30:00' && clock.time < '19:30:00').toBe(true)
        if (index === 0) first.push(clock.time)
      }
    // Half of them have come some minutes before the bell.
    const middle = first.sort()[first.length >> 1] ?? ''
    expect(middle < `${school.opensAt}:00`).toBe(true)
    expect(minutes(school.opensAt) - minutes(middle)).toBeLessThan(30)
  }
})
const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

const within = (value: number, from: number, to: number) => value >= from && value <= to
const lateAfter = ({ opensAt, lateAfterMinutes }: School): string => {
  const late = minutes(opensAt) + lateAfterMinutes
  return `${String(Math.floor(late / 60)).padStart(2, '0')}:${String(late % 60).padStart(2, '0')}:00`
}

describe('over a winter', () => {
  // Asking Intl for each record would take most of a minute; within a school day clocks do not change.
  const schoolClock = (school: School, date: string) => {
    const noon = wallClock(school, `${date}T12:00:00.000Z`)
    const ahead = Date.parse(`${noon.date}T${noon.time}Z`) - Date.parse(`${date}T12:00:00Z`)
    return (at: string) => new Date(Date.parse(at) + ahead).toISOString().slice(11, 19)
  }
  const byDay = days.map(({ school, date }) => {
    const people = records(school, date)
    const timeOf = schoolClock(school, date)
    const enrolled = [...enrolledOn(district, school, date)].length
    const count = (holds: (person: AttendanceRecord[]) => boolean) => people.filter(holds).length
    return {
      date,
      school,
      enrolled,
      came: people.length,
      ill: count((person) => person.some(({ temperature }) => isFever(temperature))),
      forgot: count((person) => person.length % 2 === 1),
      cameBack: count((person) => person.length > 2),
      late: count(([first]) => first !== undefined && timeOf(first.at) > lateAfter(school)),
      early: count((person) => {
        const last = person.at(-1)
        return last?.type === 'checkout' && timeOf(last.at) < `${school.closesAt}:00`
      }),
    }
  })
  const share = (which: 'came' | 'ill' | 'forgot' | 'cameBack' | 'late' | 'early', of = byDay) =>
    of.reduce((sum, day) => sum + day[which], 0) / of.reduce((sum, day) => sum + day.enrolled, 0)

  test('most come, and a few are late, leave early, come back or forget to check out', () => {
    expect(within(share('came'), 0.86, 0.97)).toBe(true)
    expect(within(share('late'), 0.01, 0.06)).toBe(true)
    expect(within(share('early'), 0.005, 0.05)).toBe(true)
    expect(within(share('cameBack'), 0.02, 0.06)).toBe(true)
    expect(within(share('forgot'), 0.005, 0.02)).toBe(true)
  })

  test('Mondays and Fridays are missed more than Wednesdays, and winter more than summer', () => {
    const on = (weekday: number) =>
      share(
        'came',
        byDay.filter(({ date }) => weekdayOf(date) === weekday),
      )
    expect(on(1)).toBeLessThan(on(3) - 0.005)
    expect(on(5)).toBeLessThan(on(3) - 0.005)
    const [school] = district.schools
    if (!school) throw new Error('no school')
    const came = (date: string) => records(school, date).length / [...enrolledOn(district, school, date)].length
    const mean = (of: string[]) => of.reduce((sum, date) => sum + came(date), 0) / of.length
    expect(mean(['2027-01-12', '2027-01-13', '2027-01-20', '2027-01-21'])).toBeLessThan(
      mean(['2027-06-15', '2027-06-16', '2027-06-22', '2027-06-23']),
    )
  })

  test('fevers come in waves: never many, but many more in some weeks than in others', () => {
    const weeks = new Map<number, typeof byDay>()
    for (const day of byDay) {
      const week = Math.floor(Date.parse(day.date) / 604_800_000)
      weeks.set(week, [...(weeks.get(week) ?? []), day])
    }
    const shares = [...weeks.values()].filter((week) => week.length > 20).map((week) => share('ill', week))
    expect(Math.max(...shares)).toBeLessThan(0.04)
    expect(Math.max(...shares)).toBeGreaterThan(0.003)
    expect(Math.max(...shares)).toBeGreaterThan(5 * Math.min(...shares))
  })
})

test('who has a fever stays at home on the days after', () => {
  const ill = new Map<number, string>()
  let again = 0
  for (const { school, date } of days) {
    if (school.number !== 0) continue
    for (const person of records(school, date)) {
      const userId = person[0]?.userId ?? 0
      const since = ill.get(userId)
      if (since === addDays(date, -1)) again++
      if (person.some(({ temperature }) => isFever(temperature))) ill.set(userId, date)
    }
  }
  expect(ill.size).toBeGreaterThan(5)
  expect(again).toBe(0)
})

test("past days are each school's own: the newest is its yesterday at the latest, and none is a holiday", () => {
  const past = pastDays(district, 12, NOW)
  expect(past.map(({ date }) => date)).toEqual(
    past
      .map(({ date }) => date)
      .sort()
      .reverse(),
  )
  for (const school of district.schools) {
    const own = past.filter(({ schools }) => schools.includes(school)).map(({ date }) => date)
    expect(own).toHaveLength(12)
    expect(own.filter((date) => !isSchoolDay(school, date))).toEqual([])
    expect((own[0] ?? '') < wallClock(school, new Date(NOW).toISOString()).date).toBe(true)
  }
  // At this moment the next date has begun in Kathmandu, and not yet in Los Angeles.
  const late = pastDays(madeUp({ schools: 60, users: 60 }), 1, Date.parse('2026-11-18T23:00:00Z'))
  expect(late.map(({ date }) => date)).toEqual(['2026-11-18', '2026-11-17'])
})
