import { dateBeside, formatPeriod, isSamePeriod } from './periods.ts'

test('the period beside one, across years', () => {
  expect(dateBeside('day', '2027-01-01', -1)).toBe('2026-12-31')
  expect(dateBeside('week', '2026-12-30', 1)).toBe('2027-01-06')
  expect(dateBeside('month', '2026-01-31', -1)).toBe('2025-12-01')
})

test('a week goes from Monday to Sunday, also over the end of a year', () => {
  expect(isSamePeriod('week', '2026-12-28', '2027-01-03')).toBe(true)
  expect(isSamePeriod('week', '2027-01-03', '2027-01-04')).toBe(false)
  expect(isSamePeriod('month', '2026-12-01', '2026-12-31')).toBe(true)
  expect(isSamePeriod('month', '2025-12-01', '2026-12-01')).toBe(false)
  expect(isSamePeriod('day', '2026-12-01', '2026-12-01')).toBe(true)
})

test('a period is written as people say it', () => {
  expect(formatPeriod('month', '2026-11-01', '2026-11-30')).toBe('November 2026')
  expect(formatPeriod('week', '2026-11-23', '2026-11-29')).toBe('Mon 23 Nov – Sunday, 29 November 2026')
})
