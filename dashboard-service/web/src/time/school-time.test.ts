import { formatAge, formatDateTime, formatLocalDate, formatMinute, formatTime, minuteOf } from './school-time.ts'

test('a time is that of the school, on both sides of a change of the clocks', () => {
  // In New York 01:30 comes twice on that day.
  expect(formatTime('2026-11-01T05:30:00Z', 'America/New_York')).toBe('01:30')
  expect(formatTime('2026-11-01T06:30:00Z', 'America/New_York')).toBe('01:30')
  expect(formatTime('2026-11-01T07:30:00Z', 'America/New_York')).toBe('02:30')
  expect(formatDateTime('2026-11-20T18:45:00Z', 'Asia/Kathmandu')).toBe('21 Nov 2026, 00:30')
})

test('a local date is the same wherever it is read', () => {
  expect(formatLocalDate('2026-11-20')).toBe('Fri 20 Nov')
})

test('minutes of a day and clocks are the same thing', () => {
  expect(minuteOf('08:05')).toBe(485)
  expect(formatMinute(485)).toBe('08:05')
})

test.each([
  [0, '0 s'],
  [59_000, '59 s'],
  [60_000, '1 min'],
  [3 * 3_600_000, '3 h'],
  [72 * 3_600_000, '3 days'],
])('an age of %d ms is told as %s', (milliseconds, age) => {
  expect(formatAge(milliseconds)).toBe(age)
})
