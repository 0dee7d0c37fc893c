import { addDays, type LocalDate, utcMidnight } from '@rollcall/domain'
import type { DateRange } from './school-dates.ts'

export const PERIODS = ['day', 'week', 'month'] as const
export type Period = (typeof PERIODS)[number]

/** From Monday to Sunday, from the first of a month to its last. */
export function periodOf(period: Period, date: LocalDate): DateRange {
  if (period === 'day') return { from: date, to: date }
  if (period === 'week') {
    const from = addDays(date, -((new Date(utcMidnight(date)).getUTCDay() + 6) % 7))
    return { from, to: addDays(from, 6) }
  }
  const from = `${date.slice(0, 7)}-01`
  return { from, to: addDays(`${addDays(from, 31).slice(0, 7)}-01`, -1) }
}

/** The week or month before. The day before is the last day with school, which the calendar knows. */
export const periodBefore = (period: 'week' | 'month', range: DateRange): DateRange =>
  periodOf(period, addDays(range.from, -1))
