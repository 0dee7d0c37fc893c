import type { Token } from '@rollcall/platform'
import fc from 'fast-check'
import { RateLimit } from './rate-limit.ts'

const key = (id: number, limitPerSecond: number | null): Token => ({
  id,
  kind: 'device',
  schoolId: null,
  limitPerSecond,
})
/** How many of so many requests at one moment pass. */
const passed = (limits: RateLimit, token: Token, count: number, now: number): number =>
  Array.from({ length: count }, () => limits.take(token, now)).filter(Boolean).length

test('a key may use its second at once, and then as much as comes back', () => {
  const limits = new RateLimit()
  expect(passed(limits, key(1, 50), 80, 1_000)).toBe(50)
  expect(passed(limits, key(1, 50), 80, 1_100)).toBe(5)
  expect(passed(limits, key(1, 50), 80, 60_000)).toBe(50)
})

test('what is too little for one request is not lost', () => {
  const limits = new RateLimit()
  expect(passed(limits, key(1, 2), 9, 0)).toBe(2)
  expect([200, 400, 600, 800, 1_000].map((now) => limits.take(key(1, 2), now))).toEqual([
    false,
    false,
    true,
    false,
    true,
  ])
})

test('keys do not share, and one without a limit has none', () => {
  const limits = new RateLimit()
  expect(passed(limits, key(1, 3), 10, 0)).toBe(3)
  expect(passed(limits, key(2, 3), 10, 0)).toBe(3)
  expect(passed(limits, key(3, null), 10_000, 0)).toBe(10_000)
})

test('a limit that is lowered holds at once', () => {
  const limits = new RateLimit()
  expect(limits.take(key(1, 100), 0)).toBe(true)
  expect(passed(limits, key(1, 5), 100, 0)).toBe(5)
})

test('in no stretch of time do more pass than a second and that stretch allow', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), pauses, (limit, steps) => {
      const limits = new RateLimit()
      let now = 0
      const times = steps.flatMap((step) => {
        now += step
        return limits.take(key(1, limit), now) ? [now] : []
      })
      for (const [index, from] of times.entries())
        for (const [more, to] of times.slice(index).entries())
          expect(more + 1).toBeLessThanOrEqual(limit + ((to - from) / 1_000) * limit + 1e-6)
    }),
    { numRuns: 50 },
  )
})
