import type { FiscalYear } from '../api/leave.ts'
import { formatDegrees, formatNumber, LOCALE, texts } from '../texts/texts.ts'
import { formatLocalDate } from '../time/school-time.ts'

/** 2026/27, or 2026 where it is the year of the calendar. */
export function yearName({ startDate, endDate }: Pick<FiscalYear, 'startDate' | 'endDate'>): string {
  const [from, to] = [startDate.slice(0, 4), endDate.slice(0, 4)]
  return from === to ? from : `${from}/${to.slice(2)}`
}

const withYear = (date: string) => `${formatLocalDate(date)} ${date.slice(0, 4)}`
/** The year is told once, where it is one. */
export const formatDates = (from: string, to: string): string =>
  from !== to && from.slice(0, 4) === to.slice(0, 4)
    ? texts.leave.dates(formatLocalDate(from), withYear(to))
    : texts.leave.dates(withYear(from), withYear(to))

/** With one digit, as it stands in a cell of a map. */
export const formatShare = (percent: number): string => formatDegrees(percent)
export const formatDays = (days: number): string => texts.leave.days(formatNumber(days))

const months = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', month: 'short' })
const weekdays = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', weekday: 'long' })
/** January to December. */
export const MONTHS = Array.from({ length: 12 }, (_, at) => months.format(Date.UTC(2026, at, 1)))
/** Monday to Sunday: 1 June 2026 was a Monday. */
export const WEEKDAYS = Array.from({ length: 7 }, (_, at) => weekdays.format(Date.UTC(2026, 5, 1 + at)))

/** The one that is under way by the HR system's word; else the last one. */
export const currentYear = (years: readonly FiscalYear[] | undefined): FiscalYear | undefined =>
  years?.findLast(({ isCurrent }) => isCurrent) ?? years?.at(-1)
