import { Ledger } from '@rollcall/ledger'
import type { Pool } from '@rollcall/platform'

const AT_ONCE = 3

/** Recomputing changes what the stored events say already, or nothing: it has nothing to tell the gate. */
const noDoubts = { raise: () => Promise.reject(new Error('recomputing raises no doubts')) }

export interface SchoolDate {
  readonly schoolId: number
  readonly localDate: string
}

/** Has the ledger compute these days again from their events; answers with what was not as it should be, in words. */
export async function driftOf(
  pool: Pool,
  days: readonly SchoolDate[],
  told: (days: number) => void,
): Promise<string[]> {
  const ledger = new Ledger(pool, noDoubts)
  const found: string[] = []
  const waiting = [...days]
  let done = 0
  const work = async () => {
    for (let day = waiting.pop(); day; day = waiting.pop()) {
      const { drift } = await ledger.recompute(day.schoolId, day.localDate)
      for (const { userId, what, stored, computed } of drift) {
        const whose = userId === undefined ? 'the counts' : `person ${userId}`
        const values = `${JSON.stringify(stored)} instead of ${JSON.stringify(computed)}`
        found.push(`school ${day.schoolId}, ${day.localDate}: ${what} of ${whose} was ${values}`)
      }
      done += 1
      told(done)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return found
}
