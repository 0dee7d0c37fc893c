import fc from 'fast-check'
import { ChangingZone } from './changing-zone.ts'
import { addDays, TimeZoneDays } from './local-date.ts'

const ZONES = [
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Pacific/Auckland',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Kiritimati',
]
const at = Date.parse('2026-06-10T12:00:00Z')
const CHANGE = '2026-06-10'

test.each([
  ['westward: the date before is longer', 'Asia/Kathmandu', 'Europe/Berlin', 24 + 3.75],
  ['eastward: the date before is shorter', 'Europe/Berlin', 'Asia/Kathmandu', 24 - 3.75],
])('%s', (_what, before, after, hours) => {
  const zone = new ChangingZone([
    { from: '-infinity', timeZone: before },
    { from: CHANGE, timeZone: after },
  ])
  const last = zone.day('2026-06-09')
  expect((last.endsAt - last.startsAt) / 3_600_000).toBe(hours)
  expect(last.startsAt).toBe(new TimeZoneDays(before).day('2026-06-09').startsAt)
  expect(zone.day(CHANGE)).toEqual(new TimeZoneDays(after).day(CHANGE))
  expect(zone.dayAt(last.endsAt - 1).date).toBe('2026-06-09')
  expect(zone.dayAt(last.endsAt).date).toBe(CHANGE)
})

test('every instant is on one date, and dates follow one another, whatever the zones', () => {
  const zoneName = fc.constantFrom(...ZONES)
  fc.assert(
    fc.property(zoneName, zoneName, zoneName, fc.integer({ min: -96, max: 96 }), (first, second, third, quarters) => {
      const zone = new ChangingZone([
        { from: '-infinity', timeZone: first },
        { from: CHANGE, timeZone: second },
        { from: addDays(CHANGE, 2), timeZone: third },
      ])
      const instant = at + quarters * 3_600_000
      const day = zone.dayAt(instant)
      expect(day.startsAt).toBeLessThanOrEqual(instant)
      expect(day.endsAt).toBeGreaterThan(instant)
      expect(zone.dayAt(day.endsAt).date).toBe(addDays(day.date, 1))
      expect(zone.day(day.date)).toEqual(day)
    }),
    { numRuns: 300 },
  )
})
