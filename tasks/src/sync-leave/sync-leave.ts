import type { Ledger } from '@rollcall/ledger'
import { HR_PAGE, type HrClient, HrFailure, type Pool } from '@rollcall/platform'
import { z } from 'zod'
import type { Task } from '../runs/task.ts'
import { excuseDays } from './excuse-days.ts'
import { fetchWindows, type Range } from './fetch-windows.ts'
import { LeaveStore } from './leave-store.ts'

const options = z.object({
  /** By hand, when it is true that most of the leave is gone. */
  accept: z.boolean().default(false),
})

/** From the HR system into our tables, and from there into excused days. What fails leaves the last good data as it is. */
export function syncLeave(parts: {
  client: HrClient
  pool: Pool
  ledger: Ledger
  size?: number
}): Task<z.infer<typeof options>> {
  const { client, pool, ledger, size = HR_PAGE } = parts
  const store = new LeaveStore(pool)
  return {
    name: 'sync-leave',
    about: 'takes leave from the HR system, and excuses who is on leave',
    schedule: '*/30 * * * * *',
    options,
    async run({ accept }, now) {
      const { version, windows: known } = await store.state()
      try {
        const windows = await fetchWindows(client, rangeAround(now), known, size)
        const stored = await store.store(windows, version, now, { accept })
        return { ...stored, excused: await excuseDays(pool, ledger, now) }
      } catch (error) {
        if (!(error instanceof HrFailure)) throw error
        await store.failed(error, now)
        await store.derive()
        await excuseDays(pool, ledger, now)
        throw error
      }
    },
  }
}

/** Whole years, so that the windows stay the same from day to day: what they were answered with is known by its etag. */
export function rangeAround(now: Date): Range {
  const year = now.getUTCFullYear()
  return { from: `${year - 2}-01-01`, to: `${year + 1}-12-31` }
}
