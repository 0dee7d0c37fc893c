import fc from 'fast-check'
import { addDays, isLocalDate, isTimeZone, overEverywhere, TimeZoneDays, utcDate, utcMidnight } from './local-date.ts'

const HOUR = 3_600_000
const ZONES = [
  ...['UTC', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'America/Sao_Paulo', 'America/St_Johns'],
  ...['Africa/Cairo', 'America/Santiago', 'America/Havana', 'Asia/Beirut', 'Asia/Kolkata', 'Asia/Kathmandu'],
  ...[
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
    'Etc/GMT+12',
    'Antarctica/Troll',
  ],
]
const someZone = fc.constantFrom(...ZONES)
const someInstant = fc.integer({ min: Date.parse('2010-01-01'), max: Date.parse('2036-01-01') })

const dateByIntl = (timeZone: string, at: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)

test('the date of an instant is what Intl says, whatever was asked before', () => {
  const zones = new Map(ZONES.map((name) => [name, new TimeZoneDays(name)]))
  fc.assert(
    fc.property(someZone, someInstant, (name, at) => {
      const day = zones.get(name)?.dayAt(at)
      expect(day?.date).toBe(dateByIntl(name, at))
    }),
    { numRuns: 1_000 },
  )
})

test('a day is from its first instant to the last: both ends are right to the millisecond', () => {
  fc.assert(
    fc.property(someZone, someInstant, (name, at) => {
      const { date, startsAt, endsAt } = new TimeZoneDays(name).dayAt(at)
      expect(startsAt).toBeLessThanOrEqual(at)
      expect(endsAt).toBeGreaterThan(at)
      expect(dateByIntl(name, startsAt)).toBe(date)
      expect(dateByIntl(name, endsAt - 1)).toBe(date)
      expect(dateByIntl(name, startsAt - 1) < date).toBe(true)
      expect(dateByIntl(name, endsAt) > date).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('days follow one another without a gap, and none is over later than everywhere', () => {
  for (const name of ZONES) {
    const zone = new TimeZoneDays(name)
    let day = zone.dayAt(Date.parse('2026-01-01T12:00Z'))
    for (let i = 0; i < 366; i++) {
      const next = zone.dayAt(day.endsAt)
      expect(next.startsAt).toBe(day.endsAt)
      expect(next.date).toBe(addDays(day.date, 1))
      expect(zone.day(day.date)).toEqual(day)
      expect(day.endsAt).toBeLessThanOrEqual(overEverywhere(day.date))
      day = next
    }
  }
})

test.each([
  ['Europe/Berlin', '2026-03-29', 23, '2026-03-28T23:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25', 25, '2026-10-24T22:00:00.000Z'],
  ['Europe/Berlin', '2026-11-20', 24, '2026-11-19T23:00:00.000Z'],
  ['America/New_York', '2026-03-08', 23, '2026-03-08T05:00:00.000Z'],
  ['America/New_York', '2026-11-01', 25, '2026-11-01T04:00:00.000Z'],
  // Clocks go forward at midnight: the date begins at 01:00.
  ['Africa/Cairo', '2026-04-24', 23, '2026-04-23T22:00:00.000Z'],
  ['America/Santiago', '2026-09-06', 23, '2026-09-06T04:00:00.000Z'],
  ['Asia/Kolkata', '2026-03-29', 24, '2026-03-28T18:30:00.000Z'],
  ['Australia/Lord_Howe', '2026-04-05', 24.5, '2026-04-04T13:00:00.000Z'],
  ['Pacific/Kiritimati', '2026-11-20', 24, '2026-11-19T10:00:00.000Z'],
])('%s on %s lasts %d hours', (zone, date, hours, start) => {
  const day = new TimeZoneDays(zone).day(date)
  expect(day).toEqual({ date, startsAt: Date.parse(start), endsAt: Date.parse(start) + hours * HOUR })
})

test('a date that a zone skipped is answered with the next one', () => {
  // Samoa went over the date line: after 29 December 2011 came the 31st.
  const zone = new TimeZoneDays('Pacific/Apia')
  const before = zone.day('2011-12-29')
  expect(zone.dayAt(before.endsAt).date).toBe('2011-12-31')
  expect(zone.day('2011-12-30').date).toBe('2011-12-31')
})

test.each([
  ['2026-02-28', true],
  ['2028-02-29', true],
  ['2026-02-29', false],
  ['2026-13-01', false],
  ['2026-1-1', false],
  ['2026-01-01T00:00', false],
  ['', false],
])('%p is a date: %p', (text, is) => {
  expect(isLocalDate(text)).toBe(is)
})

test('dates are counted by the calendar', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
  expect(utcDate(utcMidnight('2026-11-20') - 1)).toBe('2026-11-19')
})

test('a time zone is one that Intl knows', () => {
  expect(ZONES.filter((name) => !isTimeZone(name))).toEqual([])
  expect(['Mars/Olympus', '', 'Berlin'].filter(isTimeZone)).toEqual([])
})
