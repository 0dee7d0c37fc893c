import { fold, isPresent } from '@rollcall/domain'
import fc from 'fast-check'
import { countPerson, noCounts } from './person-day.ts'

const HOUR = 3_600_000
const event = fc.record({
  at: fc.integer({ min: 0, max: 24 * 12 }).map((fives) => fives * (HOUR / 12)),
  out: fc.boolean(),
  temperature: fc.constantFrom(0, 36.6, 37.9, 38, 39.4),
})
const day = fc
  .uniqueArray(event, { selector: ({ at, out }) => `${at}${out}`, maxLength: 8 })
  .map((events) => events.sort((a, b) => a.at - b.at || Number(a.out) - Number(b.out)))

test('whatever happens to a person, the simulator counts what the fold counts, by other means', () => {
  fc.assert(
    fc.property(day, fc.boolean(), (events, closed) => {
      const hours = { lateAfter: 8 * HOUR, closesAt: 15 * HOUR, closed }
      const counts = noCounts()
      const insideMs = countPerson(
        counts,
        {
          count: events.length,
          at: events.map(({ at }) => at),
          out: events.map(({ out }) => (out ? 1 : 0)),
          temperature: events.map(({ temperature }) => temperature),
        },
        hours,
      )
      const folded = fold(
        events.map(({ at, out, temperature }) => ({
          at,
          type: out ? ('checkout' as const) : ('checkin' as const),
          temperature: temperature || null,
        })),
        [],
        hours,
      )
      expect({ ...counts, insideMs }).toEqual({
        came: Number(folded.came),
        present: Number(isPresent(folded)),
        inside: Number(folded.insideSince !== null),
        late: Number(folded.flags.includes('late')),
        fevers: Number(folded.fever),
        events: events.length,
        insideMs: folded.insideMs,
      })
    }),
    { numRuns: 1_000 },
  )
})
