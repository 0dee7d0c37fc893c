import fc from 'fast-check'
import { ABOVE_ALL_GATE_VALUES, gateKey, gateSlot, gateTransition, gateValue } from './gate.ts'
import { addDays, overEverywhere, utcMidnight } from './local-date.ts'
import { MAX_ID } from './record.ts'
import { compareTransitions, TRANSITIONS } from './transition.ts'

const HOUR = 3_600_000
const someDate = fc.integer({ min: 0, max: 3_650 }).map((days) => addDays('2025-01-01', days))
/** Wherever on earth the school may be. */
const someTransition = (date: string) =>
  fc.record({
    at: fc.integer({ min: utcMidnight(date) - 14 * HOUR, max: overEverywhere(date) - 1 }),
    type: fc.constantFrom(...TRANSITIONS),
  })
const dateAndTwo = someDate.chain((date) => fc.tuple(fc.constant(date), someTransition(date), someTransition(date)))

test('a value gives back the transition it was made from', () => {
  fc.assert(
    fc.property(dateAndTwo, ([date, transition]) => {
      const value = gateValue(date, transition.at, transition.type)
      expect(gateTransition(date, value)).toEqual(transition)
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThan(ABOVE_ALL_GATE_VALUES)
    }),
  )
})

test('the larger value is the later transition; at one instant, out is later than in', () => {
  fc.assert(
    fc.property(dateAndTwo, ([date, a, b]) => {
      const difference = gateValue(date, a.at, a.type) - gateValue(date, b.at, b.type)
      expect(Math.sign(difference)).toBe(Math.sign(compareTransitions(a, b)))
    }),
  )
  const noon = utcMidnight('2026-11-20') + 12 * HOUR
  expect(gateValue('2026-11-20', noon, 'checkout')).toBe(gateValue('2026-11-20', noon, 'checkin') + 1)
})

test('512 people share a key, and each has a slot of their own', () => {
  expect(gateKey('2026-11-20', 511)).toBe('gate:2026-11-20:0')
  expect(gateKey('2026-11-20', 512)).toBe('gate:2026-11-20:1')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: MAX_ID }), (userId) => {
      const page = Number(gateKey('2026-11-20', userId).split(':').at(-1))
      expect(page * 512 + gateSlot(userId)).toBe(userId)
    }),
  )
})
