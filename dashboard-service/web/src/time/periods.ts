import { addDays } from '@rollcall/domain'
import type { Period } from '../api/attendance.ts'
import { texts } from '../texts/texts.ts'
import { formatMonth, monthBeside } from './months.ts'
import { formatLocalDate, formatLongDate } from './school-time.ts'

/** A date of the period before or after the one that a date is in. */
export function dateBeside(period: Period, date: string, by: 1 | -1): string {
  if (period === 'month') return `${monthBeside(date.slice(0, 7), by)}-01`
  return addDays(date, period === 'week' ? 7 * by : by)
}

/** Whether two dates are in one period: weeks begin on Monday. */
export function isSamePeriod(period: Period, one: string, other: string): boolean {
  if (period === 'day') return one === other
  return period === 'month' ? one.slice(0, 7) === other.slice(0, 7) : mondayOf(one) === mondayOf(other)
}

const mondayOf = (date: string): string => addDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7))

/** A period as people say it. */
export function formatPeriod(period: Period, from: string, to: string): string {
  if (period === 'day') return formatLongDate(to)
  if (period === 'month') return formatMonth(to.slice(0, 7))
  return `${formatLocalDate(from)} – ${formatLongDate(to)}`
}

/** With what a period is compared. */
export function formatBefore(period: Period, to: string): string {
  if (period === 'day') return texts.attendance.onDate(formatLocalDate(to))
  return period === 'week' ? texts.attendance.theWeekBefore : texts.attendance.theMonthBefore
}
