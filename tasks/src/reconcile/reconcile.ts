import { addDays, isLocalDate, utcDate } from '@rollcall/domain'
import type { Ledger } from '@rollcall/ledger'
import type { Logger } from '@rollcall/platform'
import { z } from 'zod'
import type { Task } from '../runs/task.ts'

const DAYS_BACK = 8

const date = z.string().refine(isLocalDate, 'a date such as 2026-09-01').meta({ format: 'date' })
const options = z.object({ from: date.optional(), to: date.optional() })

/** Computes every number again from events, corrections and closings. What differed is drift: it is put right, and reported. */
export function reconcile(ledger: Ledger, log: Logger): Task<z.infer<typeof options>> {
  return {
    name: 'reconcile',
    about: 'computes the days again from their events; drift must be 0',
    schedule: '0 3 * * *',
    options,
    async run({ from, to }, now) {
      const today = utcDate(now.getTime())
      const days = await ledger.daysBetween(from ?? addDays(today, -DAYS_BACK), to ?? addDays(today, 1))
      let people = 0
      let drift = 0
      for (const { schoolId, localDate } of days) {
        const result = await ledger.recompute(schoolId, localDate)
        people += result.people
        drift += result.drift.length
        if (result.drift.length > 0) log.error({ schoolId, localDate, drift: result.drift.slice(0, 20) }, 'drift')
      }
      return { days: days.length, people, drift }
    },
  }
}
