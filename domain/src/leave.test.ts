import fc from 'fast-check'
import { fiscalYearOf, type LeaveSpan, leaveDates, OFFICE_WEEK } from './leave.ts'
import { leaveBalances } from './leave-balance.ts'
import { addDays } from './local-date.ts'

const leave: LeaveSpan = { startDate: '2026-11-06', endDate: '2026-11-10', leaveDays: null, isConsecutive: false }
const dates = (given: Partial<LeaveSpan>, calendar = OFFICE_WEEK) =>
  leaveDates({ ...leave, ...given }, calendar).map(({ date, portion }) => `${date.slice(5)} ${portion}`)

test('weekends and holidays inside a leave take no day; a consecutive leave takes them', () => {
  expect(dates({})).toEqual(['11-06 1', '11-09 1', '11-10 1'])
  const holidays = new Set(['2026-11-09'])
  expect(dates({}, { ...OFFICE_WEEK, holidays })).toEqual(['11-06 1', '11-10 1'])
  expect(dates({ isConsecutive: true }, { ...OFFICE_WEEK, holidays })).toHaveLength(5)
  expect(dates({}, { weekdays: [7], holidays })).toEqual(['11-08 1'])
  expect(dates({}, { weekdays: [], holidays })).toEqual([])
})

test('half a day is taken off the last one', () => {
  expect(dates({ leaveDays: 2.5 })).toEqual(['11-06 1', '11-09 1', '11-10 0.5'])
  expect(dates({ endDate: '2026-11-06', leaveDays: 0.5 })).toEqual(['11-06 0.5'])
  expect(dates({ leaveDays: 0 })).toHaveLength(3)
  expect(dates({ leaveDays: 17 })).toHaveLength(3)
})

test('a date is of the fiscal year that began last', () => {
  const years = [
    { id: 1, startDate: '2025-07-16', endDate: '2026-07-20' },
    { id: 2, startDate: '2026-07-16', endDate: '2027-07-15' },
  ]
  expect(['2025-07-15', '2026-07-15', '2026-07-16', '2027-07-15'].map((date) => fiscalYearOf(date, years)?.id)).toEqual(
    [undefined, 1, 2, 2],
  )
})

test('each day of any leave is one of its dates, once, and it ends with the only part of a day', () => {
  const calendar = fc.record({
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 })),
    holidays: fc
      .uniqueArray(fc.integer({ min: 0, max: 30 }))
      .map((days) => new Set(days.map((n) => addDays('2026-11-01', n)))),
  })
  fc.assert(
    fc.property(
      fc.nat(30),
      fc.nat(30),
      fc.boolean(),
      fc.nat(40),
      calendar,
      (from, length, isConsecutive, quarters, given) => {
        const startDate = addDays('2026-11-01', from)
        const endDate = addDays(startDate, length)
        const days = leaveDates({ startDate, endDate, isConsecutive, leaveDays: quarters / 4 }, given)
        const all = days.map(({ date }) => date)
        expect([...new Set(all)].sort()).toEqual(all)
        for (const date of all) expect(startDate <= date && date <= endDate).toBe(true)
        for (const { portion } of days.slice(0, -1)) expect(portion).toBe(1)
        expect(isConsecutive ? all.length : 0).toBe(isConsecutive ? length + 1 : 0)
        if (days.length > 0) expect(days.at(-1)?.portion).toBe((quarters / 4) % 1 || 1)
        // Taken apart at any date it is the same days.
        const middle = addDays(startDate, Math.floor(length / 2))
        const span = { isConsecutive, leaveDays: null }
        const parts = [
          ...leaveDates({ ...span, startDate, endDate: middle }, given),
          ...leaveDates({ ...span, startDate: addDays(middle, 1), endDate }, given),
        ]
        expect(parts.map(({ date }) => date)).toEqual(all)
      },
    ),
  )
})

const years = [2024, 2025, 2026].map((year) => ({ id: year, startDate: `${year}-07-16`, endDate: `${year + 1}-07-15` }))
const part = {
  leaveId: 1,
  typeId: 1,
  fiscalId: 2024,
  state: 'approved',
  days: 2,
  from: '2024-08-01',
  to: '2024-08-02',
} as const

test('what is left goes on, as far as it may, from the first year in which somebody was there', () => {
  const parts = [
    { ...part, fiscalId: 2025, days: 15.5 },
    { ...part, leaveId: 2, fiscalId: 2026, state: 'pending' as const },
  ]
  const balances = leaveBalances(years, [{ typeId: 1, defaultDays: 18, transferableDays: 2 }], parts)
  expect(balances).toMatchObject([
    { fiscalId: 2025, allocated: 18, carriedOver: 0, taken: 15.5, pending: 0, left: 2.5 },
    { fiscalId: 2026, allocated: 18, carriedOver: 2, taken: 0, pending: 2, left: 20 },
  ])
})

test('every balance is the sum of its ledger, and what is carried over is never less than nothing', () => {
  const parts = fc.array(
    fc.record({
      leaveId: fc.nat(),
      typeId: fc.constantFrom(1, 2),
      fiscalId: fc.constantFrom(2024, 2025, 2026),
      state: fc.constantFrom('approved' as const, 'pending' as const),
      days: fc.nat(120).map((quarters) => quarters / 4),
      from: fc.constant('2024-08-01'),
      to: fc.constant('2024-08-02'),
    }),
  )
  fc.assert(
    fc.property(parts, fc.nat(30), fc.nat(10), (given, defaultDays, transferableDays) => {
      const entitlements = [1, 2].map((typeId) => ({ typeId, defaultDays, transferableDays }))
      const balances = leaveBalances(years, entitlements, given)
      for (const balance of balances) {
        const sum = balance.ledger.reduce((total, { effect }) => total + effect, 0)
        expect(balance.left).toBeCloseTo(sum, 6)
        expect(balance.left).toBeCloseTo(balance.allocated + balance.carriedOver - balance.taken, 6)
        expect(balance.carriedOver).toBeGreaterThanOrEqual(0)
        expect(balance.carriedOver).toBeLessThanOrEqual(transferableDays)
      }
      const taken = (state: string) =>
        given.filter((each) => each.state === state).reduce((sum, { days }) => sum + days, 0)
      expect(balances.reduce((sum, each) => sum + each.taken, 0)).toBeCloseTo(taken('approved'), 6)
      expect(balances.reduce((sum, each) => sum + each.pending, 0)).toBeCloseTo(taken('pending'), 6)
    }),
  )
})
