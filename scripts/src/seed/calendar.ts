import { addDays, type LocalDate, utcMidnight } from '@rollcall/domain'
import type { Holiday, School } from './district.ts'
import type { Region } from './regions.ts'

/** The school year that a date belongs to; it begins on the first of August. */
export const schoolYearOf = (date: LocalDate): number => Number(date.slice(0, 4)) - (date.slice(5) < '08-01' ? 1 : 0)
export const yearBegins = (year: number): LocalDate => `${year}-08-01`

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (date: LocalDate): number => new Date(utcMidnight(date)).getUTCDay() || 7

export function isSchoolDay(school: Pick<School, 'weekdays' | 'holidays'>, date: LocalDate): boolean {
  return school.weekdays.includes(weekdayOf(date)) && !closedDates(school.holidays).has(date)
}

/** The school's newest days up to a date, newest first; fewer where its calendar does not reach back far enough. */
export function schoolDaysUntil(school: School, last: LocalDate, count: number): LocalDate[] {
  const days: LocalDate[] = []
  // Half of all dates are school days; beyond three times as many something is wrong with the calendar.
  for (let date = last, tried = 0; days.length < count && tried < 60 + 3 * count; date = addDays(date, -1), tried++)
    if (isSchoolDay(school, date)) days.push(date)
  return days
}

const closed = new WeakMap<readonly Holiday[], ReadonlySet<LocalDate>>()
function closedDates(holidays: readonly Holiday[]): ReadonlySet<LocalDate> {
  const known = closed.get(holidays)
  if (known) return known
  const dates = new Set(holidays.map(({ date }) => date))
  closed.set(holidays, dates)
  return dates
}

/** The region's breaks and days off from the school year before the given one to the one after it. */
export function holidaysOf(region: Region, year: number): Holiday[] {
  const holidays = new Map<LocalDate, string>()
  for (const each of [year - 1, year, year + 1])
    for (const { from, to, name } of breaksOf(region, each))
      for (let date = from; date <= to; date = addDays(date, 1))
        if (region.weekdays.includes(weekdayOf(date)) && !holidays.has(date)) holidays.set(date, name)
  return [...holidays].map(([date, name]) => ({ date, name })).sort((a, b) => (a.date < b.date ? -1 : 1))
}

function breaksOf({ breaksLater, daysOff }: Region, year: number) {
  const week = (date: LocalDate, weeks: number, name: string) => {
    const from = addDays(mondayOf(date), 7 * breaksLater)
    return { from, to: addDays(from, 7 * weeks - 1), name }
  }
  return [
    { from: yearBegins(year), to: addDays(mondayOf(`${year}-08-17`), 7 * breaksLater - 1), name: 'Summer holidays' },
    week(`${year}-10-12`, 1, 'Autumn break'),
    { from: `${year}-12-22`, to: `${year + 1}-01-03`, name: 'Winter holidays' },
    week(`${year + 1}-02-09`, 1, 'Winter break'),
    week(`${year + 1}-03-29`, 2, 'Spring break'),
    { from: `${year + 1}-07-08`, to: `${year + 1}-07-31`, name: 'Summer holidays' },
    ...daysOff.map(([month, day, name]) => {
      const date = `${month < 8 ? year + 1 : year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
      return { from: date, to: date, name }
    }),
  ]
}

const mondayOf = (date: LocalDate): LocalDate => addDays(date, 1 - weekdayOf(date))
