import fc from 'fast-check'
import { oldestWaiting } from './oldest-waiting.ts'

const now = Date.UTC(2026, 10, 20)
const DAY = 24 * 3_600_000

/** Partitions as lists of ages, oldest first; in each some records are taken and the others wait. */
const partition = fc
  .array(fc.integer({ min: 0, max: 30 * DAY }), { minLength: 1, maxLength: 20 })
  .map((ages) => ages.toSorted((a, b) => b - a))
  .chain((ages) => fc.record({ ages: fc.constant(ages), taken: fc.integer({ min: 0, max: ages.length - 1 }) }))

test('the age of the oldest record that waits is found to a second or to one in a hundred', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(partition, { minLength: 1, maxLength: 4 }), async (partitions) => {
      let asked = 0
      const at = async (time: number) => {
        asked += 1
        const firstOf = (ages: number[]) => ages.findIndex((age) => now - age >= time)
        return new Map(partitions.map(({ ages }, index) => [index, firstOf(ages) < 0 ? ages.length : firstOf(ages)]))
      }
      const next = new Map(partitions.map(({ taken }, index) => [index, taken]))
      const oldest = Math.max(...partitions.map(({ ages, taken }) => ages[taken] ?? 0))
      const found = now - (await oldestWaiting(next, at, now))
      expect(found).toBeLessThanOrEqual(oldest)
      expect(oldest - found).toBeLessThanOrEqual(Math.max(1_000, oldest * 0.011))
      expect(asked).toBeLessThan(25)
    }),
  )
})
