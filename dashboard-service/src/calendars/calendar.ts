import { addDays, type LocalDate } from '@rollcall/domain'
import { z } from 'zod'
import { localDate, shortText, timeOfDay } from '../fields/fields.ts'

const weekday = z.int('1 (Monday) to 7 (Sunday)').min(1).max(7)

export const calendar = z.object({
  weekdays: z
    .array(weekday)
    .min(1, 'at least one day of the week')
    .max(7)
    .refine((days) => new Set(days).size === days.length, 'no day twice')
    .describe('ISO days of the week with school: 1 is Monday'),
  holidays: z
    .array(z.object({ date: localDate, name: shortText() }))
    .max(1_000, 'at most 1000')
    .refine((days) => new Set(days.map(({ date }) => date)).size === days.length, 'no date twice'),
  terms: z
    .array(z.object({ name: shortText(), from: localDate, to: localDate }))
    .max(100, 'at most 100')
    .refine((terms) => terms.every(({ from, to }) => from <= to), 'no term ends before it begins')
    .refine(isApart, 'no term begins before the one before has ended')
    .optional()
    .describe('Where there are any, there is school only within them'),
  opensAt: timeOfDay.optional(),
  closesAt: timeOfDay.optional(),
  lateAfterMinutes: z.int('a whole number').min(0).max(720, 'at most 720').optional(),
})
export type Calendar = z.output<typeof calendar>

export const wholeCalendar = calendar.required()
export type WholeCalendar = z.output<typeof wholeCalendar>

function isApart(terms: readonly { from: LocalDate; to: LocalDate }[]): boolean {
  const inOrder = [...terms].sort((a, b) => (a.from < b.from ? -1 : 1))
  return inOrder.every((term, index) => index === 0 || term.from > (inOrder[index - 1]?.to ?? ''))
}

/** What decides on school days. */
type SchoolDays = Pick<WholeCalendar, 'weekdays' | 'holidays' | 'terms'>

export function isSchoolDay({ weekdays, holidays, terms }: SchoolDays, date: LocalDate): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay() || 7
  return (
    weekdays.includes(day) &&
    !holidays.some((holiday) => holiday.date === date) &&
    (terms.length === 0 || terms.some(({ from, to }) => from <= date && date <= to))
  )
}

/** Dates of the year before `today` that were school days by one calendar and are none by the other. */
export function pastDaysChanged(before: SchoolDays, after: SchoolDays, today: LocalDate): LocalDate[] {
  const dates = Array.from({ length: 366 }, (_, index) => addDays(today, index - 366))
  return dates.filter((date) => isSchoolDay(before, date) !== isSchoolDay(after, date))
}
