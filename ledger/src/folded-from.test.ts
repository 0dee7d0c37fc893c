import { type DayEvent, overEverywhere, TRANSITIONS, utcMidnight } from '@rollcall/domain'
import fc from 'fast-check'
import { FoldedFrom, roundTemperature } from './folded-from.ts'

const DATE = '2026-11-20'
const someEvent: fc.Arbitrary<DayEvent> = fc.record({
  at: fc.integer({ min: utcMidnight(DATE) - 14 * 3_600_000, max: overEverywhere(DATE) - 1 }),
  type: fc.constantFrom(...TRANSITIONS),
  temperature: fc.option(fc.double({ min: 28, max: 43, noNaN: true }).map(roundTemperature)),
})
const someEvents = fc.uniqueArray(someEvent, { selector: ({ at, type }) => `${at}${type}`, maxLength: 30 })
const inOrder = (events: readonly DayEvent[]) =>
  [...events].sort((a, b) => a.at - b.at || TRANSITIONS.indexOf(a.type) - TRANSITIONS.indexOf(b.type))

test('the events of a date come back as they were, in order', () => {
  fc.assert(
    fc.property(someEvents, (events) => {
      const day = new FoldedFrom(DATE)
      expect(day.decode(day.encode(events))).toEqual(inOrder(events))
    }),
  )
})

test('the same events are the same bytes', () => {
  const twice = someEvents.chain((events) =>
    fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
  )
  fc.assert(
    fc.property(twice, ([one, other]) => {
      const day = new FoldedFrom(DATE)
      expect(day.encode(one).equals(day.encode(other))).toBe(true)
    }),
  )
})

test('a temperature rounds once: to hundredths, and no further', () => {
  fc.assert(
    fc.property(fc.double({ min: 28, max: 43, noNaN: true }), (temperature) => {
      const rounded = roundTemperature(temperature) ?? 0
      expect(Math.abs(rounded - temperature)).toBeLessThanOrEqual(0.005 + 1e-9)
      expect(rounded).toBe(Number(rounded.toFixed(2)))
      expect(roundTemperature(rounded)).toBe(rounded)
    }),
  )
  expect(roundTemperature(null)).toBeNull()
})
