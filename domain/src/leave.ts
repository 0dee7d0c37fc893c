import { addDays, type LocalDate, utcMidnight } from './local-date.ts'

/** What a leave is counted from. */
export interface LeaveSpan {
  readonly startDate: LocalDate
  readonly endDate: LocalDate
  /** As the HR system has it; null where it does not say. */
  readonly leaveDays: number | null
  readonly isConsecutive: boolean
}

/** When somebody works: ISO days of the week (1 is Monday), but not on holidays. */
export interface WorkCalendar {
  readonly weekdays: readonly number[]
  readonly holidays: ReadonlySet<LocalDate>
}

/** Of people whose school is not known. */
export const OFFICE_WEEK: WorkCalendar = { weekdays: [1, 2, 3, 4, 5], holidays: new Set() }

export interface LeaveDay {
  readonly date: LocalDate
  /** 1, or less where a part of the day is taken. */
  readonly portion: number
}

/**
 * The one rule by which leave is counted, date by date:
 * - a consecutive leave takes every date from start to end, weekends and holidays too;
 * - any other takes the dates on which the person would have worked, by the calendar of their school;
 * - each date counts 1; where the HR system's number of days has a fraction (0.5, 2.5), the last date counts that fraction.
 * A leave across two fiscal years, or months, falls apart by its dates. The HR system's whole number of days decides nothing:
 * which dates it left out is not known.
 */
export function leaveDates(leave: LeaveSpan, calendar: WorkCalendar): LeaveDay[] {
  const days: LeaveDay[] = []
  for (let date = leave.startDate; date <= leave.endDate; date = addDays(date, 1))
    if (leave.isConsecutive || works(date, calendar)) days.push({ date, portion: 1 })
  const last = days.pop()
  if (last) days.push({ ...last, portion: fractionOf(leave.leaveDays) || 1 })
  return days
}

const works = (date: LocalDate, { weekdays, holidays }: WorkCalendar): boolean =>
  weekdays.includes(isoWeekday(date)) && !holidays.has(date)

export const isoWeekday = (date: LocalDate): number => new Date(utcMidnight(date)).getUTCDay() || 7

export const fractionOf = (days: number | null): number => Math.round(((days ?? 0) % 1) * 100) / 100

export interface FiscalYear {
  readonly id: number
  readonly startDate: LocalDate
  readonly endDate: LocalDate
}

/** Where two claim a date it is of the one that began later. */
export function fiscalYearOf<Year extends FiscalYear>(date: LocalDate, years: readonly Year[]): Year | undefined {
  let found: Year | undefined
  for (const year of years)
    if (year.startDate <= date && date <= year.endDate && (!found || isLater(year, found))) found = year
  return found
}

const isLater = (a: FiscalYear, b: FiscalYear): boolean =>
  a.startDate > b.startDate || (a.startDate === b.startDate && a.id > b.id)
