import { instantOf, lastSchoolDate, ZONES } from './local-time.ts'

test.each([
  ['2026-11-20', '08:00', 'Asia/Kathmandu', '2026-11-20T02:15:00.000Z'],
  ['2026-07-01', '08:00', 'Europe/London', '2026-07-01T07:00:00.000Z'],
  ['2026-11-20', '08:30', 'Pacific/Auckland', '2026-11-19T19:30:00.000Z'],
  // Clocks changed in the night before.
  ['2026-03-29', '08:00', 'Europe/Berlin', '2026-03-29T06:00:00.000Z'],
  ['2026-10-25', '08:00', 'Europe/Berlin', '2026-10-25T07:00:00.000Z'],
])('%s %s in %s is %s', (date, time, zone, expected) => {
  expect(new Date(instantOf(date, time, zone)).toISOString()).toBe(expected)
})

test('the last school date is yesterday, and today where it is evening already', () => {
  const now = Date.parse('2026-11-20T13:30:00Z')
  expect(lastSchoolDate(now, 'Europe/London')).toEqual({ date: '2026-11-19', evening: false })
  expect(lastSchoolDate(now, 'Asia/Shanghai')).toEqual({ date: '2026-11-20', evening: true })
  expect(lastSchoolDate(now, 'Pacific/Auckland')).toEqual({ date: '2026-11-20', evening: false })
})

test('at any hour it is evening somewhere', () => {
  const day = Date.parse('2026-06-01T00:00:00Z')
  for (let hour = 0; hour < 24; hour++)
    expect(ZONES.filter((zone) => lastSchoolDate(day + hour * 3_600_000, zone).evening).length).toBeGreaterThan(0)
})
