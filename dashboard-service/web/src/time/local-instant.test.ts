import { clocksChange, formatOffset, instantsOf, readClock } from './local-instant.ts'

const utc = (date: string, clock: string, zone: string) =>
  instantsOf(date, clock, zone).map((at) => new Date(at).toISOString())

test('a time of the school’s clocks is one instant, whatever the browser’s zone', () => {
  expect(utc('2026-11-20', '08:05:00', 'Asia/Kathmandu')).toEqual(['2026-11-20T02:20:00.000Z'])
  expect(utc('2026-07-01', '08:05:30', 'Europe/London')).toEqual(['2026-07-01T07:05:30.000Z'])
  expect(utc('2026-11-20', '00:00:00', 'Pacific/Auckland')).toEqual(['2026-11-19T11:00:00.000Z'])
})

test('when the clocks change a time is skipped, or comes twice', () => {
  expect(utc('2026-03-29', '01:30:00', 'Europe/London')).toEqual([])
  expect(utc('2026-10-25', '01:30:00', 'Europe/London')).toEqual([
    '2026-10-25T00:30:00.000Z',
    '2026-10-25T01:30:00.000Z',
  ])
  expect(utc('2026-10-25', '08:00:00', 'Europe/London')).toEqual(['2026-10-25T08:00:00.000Z'])
  expect(['2026-10-24', '2026-10-25', '2026-10-26'].map((date) => clocksChange(date, 'Europe/London'))).toEqual([
    false,
    true,
    false,
  ])
  expect(['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map((at) => formatOffset(at, 'Europe/London'))).toEqual([
    'UTC+01:00',
    'UTC+00:00',
  ])
})

test('an offset is written with its minutes, behind UTC too', () => {
  expect(formatOffset('2026-11-20T12:00:00Z', 'Asia/Kathmandu')).toBe('UTC+05:45')
  expect(formatOffset('2026-11-20T12:00:00.500Z', 'America/St_Johns')).toBe('UTC−03:30')
})

test.each([
  ['8:05', '08:05:00'],
  ['08:05:30', '08:05:30'],
  ['24:00', undefined],
  ['8.05', undefined],
  ['', undefined],
])('%s is read as %s', (text, clock) => {
  expect(readClock(text)).toBe(clock)
})
