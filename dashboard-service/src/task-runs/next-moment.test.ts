import { nextMoment } from './next-moment.ts'

const next = (schedule: string, after: string) =>
  nextMoment(schedule, new Date(`${after}Z`))
    ?.toISOString()
    .slice(0, 19)

test.each([
  ['*/30 * * * * *', '2026-11-20T08:00:29.999', '2026-11-20T08:00:30'],
  ['*/30 * * * * *', '2026-11-20T08:00:30', '2026-11-20T08:01:00'],
  ['* * * * *', '2026-11-20T08:00:00', '2026-11-20T08:01:00'],
  ['*/5 * * * *', '2026-11-20T08:56:00', '2026-11-20T09:00:00'],
  ['17 * * * *', '2026-11-20T08:17:01', '2026-11-20T09:17:00'],
  ['0 */6 * * *', '2026-11-20T18:00:00', '2026-11-21T00:00:00'],
  ['30 0 * * *', '2026-12-31T08:00:00', '2027-01-01T00:30:00'],
])('%s after %s comes at %s', (schedule, after, expected) => {
  expect(next(schedule, after)).toBe(expected)
})

test.each(['0 3 * * 1', 'MON', '1-5 * * * *', '', '61 * * * *'])('%s: not told rather than guessed', (schedule) => {
  expect(next(schedule, '2026-11-20T08:00:00')).toBeUndefined()
})
