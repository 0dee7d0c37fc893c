import type { Ledger } from '@rollcall/ledger'
import type { Logger } from '@rollcall/platform'
import { z } from 'zod'
import type { Task } from '../runs/task.ts'

/** Closes the school days that are over: who is still inside then has forgotten to check out. */
export function closeDays(ledger: Ledger, log: Logger): Task {
  return {
    name: 'close-days',
    about: 'closes school days that are over',
    schedule: '*/5 * * * *',
    options: z.object({}),
    async run(_options, now) {
      const days = await ledger.daysToClose(now)
      let forgotten = 0
      let failed = 0
      for (const { schoolId, localDate } of days) {
        try {
          forgotten += (await ledger.closeDay(schoolId, localDate, now)).forgotten
        } catch (error) {
          // One school must not keep the others' days open; its own is tried again in some minutes.
          failed += 1
          log.warn({ err: error, schoolId, localDate }, 'could not close a day')
        }
      }
      if (failed > 0) throw new Error(`${failed} of ${days.length} days could not be closed`)
      return { closed: days.length, forgotten }
    },
  }
}
