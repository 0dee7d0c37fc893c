import { clockAt, instantAt } from './instant-at.ts'

test.each([
  ['2026-11-24T09:30:00Z', 'Asia/Kathmandu', '2026-11-24T15:15'],
  ['2026-11-24T23:59:00Z', 'Asia/Tokyo', '2026-11-25T08:59'],
  // On the two days on which clocks change.
  ['2026-03-29T12:00:00Z', 'Europe/Berlin', '2026-03-29T14:00'],
  ['2026-03-29T21:30:00Z', 'Europe/Berlin', '2026-03-29T23:30'],
  ['2026-10-25T12:00:00Z', 'Europe/Berlin', '2026-10-25T13:00'],
])('%s in %s is %s, and back', (at, zone, clock) => {
  expect(clockAt(Date.parse(at), zone)).toBe(clock)
  expect(instantAt(clock, zone)).toBe(Date.parse(at))
})

test('a time that was left out is later by as much', () => {
  expect(clockAt(instantAt('2026-03-29T02:30', 'Europe/Berlin') ?? 0, 'Europe/Berlin')).toBe('2026-03-29T03:30')
})

test.each(['', '2026-11-24', '2026-99-99T10:00', 'soon'])('%j is none', (text) => {
  expect(instantAt(text, 'Europe/Berlin')).toBeUndefined()
})
