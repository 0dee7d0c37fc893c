import fc from 'fast-check'
import type { Day } from './fold.ts'
import { isMark, isPeriodPresent, isPresent, MARKS, STATUSES, type Verdict, verdict } from './present.ts'

const MINUTE = 60_000
const nothing: Day = {
  came: false,
  firstIn: null,
  lastOut: null,
  insideMs: 0,
  insideSince: null,
  highestTemperature: null,
  fever: false,
  flags: [],
  mark: null,
  events: 0,
}
const wasInside = (minutes: number, more: Partial<Day> = {}): Day => ({
  ...nothing,
  came: true,
  insideMs: minutes * MINUTE,
  events: 2,
  ...more,
})
const isInside: Partial<Day> = { insideSince: 1_000, events: 1 }

interface Case {
  of: string
  day: Day | null
  excused?: true
  over?: true
  is: Verdict['status']
  why: Verdict['why']
}
const cases: Case[] = [
  {
    of: 'nothing during the day',
    day: null,
    is: 'not-recorded',
    why: { rule: 'nothing came and the day is not over' },
  },
  { of: 'nothing when the day is over', day: null, over: true, is: 'absent', why: { rule: 'nothing came' } },
  { of: 'nothing, on leave', day: null, excused: true, is: 'excused', why: { rule: 'approved leave' } },
  {
    of: 'nothing, on leave, over',
    day: null,
    excused: true,
    over: true,
    is: 'excused',
    why: { rule: 'approved leave' },
  },
  { of: 'all of it void', day: nothing, over: true, is: 'absent', why: { rule: 'nothing came' } },
  {
    of: 'all of it void, during the day',
    day: nothing,
    is: 'not-recorded',
    why: { rule: 'nothing came and the day is not over' },
  },
  { of: 'inside now', day: wasInside(0, isInside), is: 'present', why: { rule: 'inside now', since: 1_000 } },
  {
    of: 'inside now, on leave',
    day: wasInside(0, isInside),
    excused: true,
    is: 'present',
    why: { rule: 'inside now', since: 1_000 },
  },
  { of: '240 minutes', day: wasInside(240), is: 'absent', why: { rule: '4 hours or less', minutes: 240 } },
  {
    of: '240 minutes, over',
    day: wasInside(240),
    over: true,
    is: 'absent',
    why: { rule: '4 hours or less', minutes: 240 },
  },
  {
    of: 'a millisecond more',
    day: wasInside(240 + 1 / MINUTE),
    is: 'present',
    why: { rule: 'more than 4 hours', minutes: 240 + 1 / MINUTE },
  },
  {
    of: '5 hours, on leave',
    day: wasInside(300),
    excused: true,
    is: 'present',
    why: { rule: 'more than 4 hours', minutes: 300 },
  },
  { of: '1 hour, on leave', day: wasInside(60), excused: true, is: 'excused', why: { rule: 'approved leave' } },
  {
    of: '5 hours, marked absent',
    day: wasInside(300, { mark: 'Absent' }),
    is: 'absent',
    why: { rule: 'marked by hand', mark: 'Absent' },
  },
  {
    of: 'inside, marked absent',
    day: wasInside(0, { ...isInside, mark: 'Absent' }),
    is: 'absent',
    why: { rule: 'marked by hand', mark: 'Absent' },
  },
  {
    of: 'nothing, marked present',
    day: { ...nothing, mark: 'Present' },
    over: true,
    is: 'present',
    why: { rule: 'marked by hand', mark: 'Present' },
  },
  {
    of: 'on leave, marked absent',
    day: { ...nothing, mark: 'Absent' },
    excused: true,
    is: 'absent',
    why: { rule: 'marked by hand', mark: 'Absent' },
  },
  {
    of: 'a mark nobody knows',
    day: wasInside(300, { mark: 'toString' }),
    is: 'present',
    why: { rule: 'more than 4 hours', minutes: 300 },
  },
]

test.each(cases)('$of: $is', ({ day, excused = false, over = false, is, why }) => {
  expect(verdict(day, { excused, dayOver: over })).toEqual({ status: is, why })
})

test.each([
  ['Present', 'present'],
  ['Late', 'present'],
  ['Half Day', 'present'],
  ['Leave', 'excused'],
  ['Absent', 'absent'],
] as const)('the mark %s means %s', (mark, status) => {
  expect(isMark(mark)).toBe(true)
  expect(verdict({ ...nothing, mark }, { excused: false, dayOver: false }).status).toBe(status)
})

test('everybody enrolled is exactly one of present, absent, excused and not recorded', () => {
  const someDay = fc.option(
    fc.record({
      insideMs: fc.integer({ min: 0, max: 24 * 60 * MINUTE }),
      insideSince: fc.option(fc.integer({ min: 0 })),
      mark: fc.option(fc.constantFrom(...Object.keys(MARKS))),
      events: fc.integer({ min: 0, max: 5 }),
    }),
  )
  fc.assert(
    fc.property(someDay, fc.boolean(), fc.boolean(), (some, excused, dayOver) => {
      const day = some && { ...nothing, ...some }
      const { status } = verdict(day, { excused, dayOver })
      expect(STATUSES).toContain(status)
      if (dayOver) expect(status).not.toBe('not-recorded')
      // What school_days counts is what every screen says.
      if (day && !day.mark) expect(isPresent(day)).toBe(status === 'present')
    }),
  )
})

test.each([
  [4, 5, false],
  [5, 5, true],
  [17, 21, true],
  [16, 20, false],
  [0, 0, false],
  [1, 1, true],
])('%d of %d school days is more than 80 %%: %p', (present, days, is) => {
  expect(isPeriodPresent(present, days)).toBe(is)
})
