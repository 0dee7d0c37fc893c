/** A school's own calendar: which date an instant falls on, and when that date begins and ends, DST days included. */
export type LocalDate = string // YYYY-MM-DD

export interface LocalDay {
  readonly date: LocalDate
  readonly startsAt: number
  /** The first instant that belongs to the next date: 23, 24 or 25 hours later. */
  readonly endsAt: number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Time zones reach from UTC-12 to UTC+14. */
export const FARTHEST_EAST = 14 * HOUR
export const FARTHEST_WEST = 12 * HOUR

/** A day has few dates and many records: each date is worked out once. NaN for what is no date. */
const midnights = new Map<LocalDate, number>()
const MOST_MIDNIGHTS = 1_000

export function utcMidnight(date: LocalDate): number {
  let at = midnights.get(date)
  if (at === undefined) {
    at = Date.parse(`${date}T00:00:00.000Z`)
    if (midnights.size >= MOST_MIDNIGHTS) midnights.clear()
    midnights.set(date, at)
  }
  return at
}

export const utcDate = (at: number): LocalDate => new Date(at).toISOString().slice(0, 10)
export const addDays = (date: LocalDate, days: number): LocalDate => utcDate(utcMidnight(date) + days * DAY)

/** After this instant the date is over wherever on earth a school may be. */
export const overEverywhere = (date: LocalDate): number => utcMidnight(date) + DAY + FARTHEST_WEST

const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}$/
const knownDates = new Set<string>()

export function isLocalDate(text: string): boolean {
  if (knownDates.has(text)) return true
  // Date.parse takes February 30th for March 2nd.
  const is = LOCAL_DATE.test(text) && !Number.isNaN(utcMidnight(text)) && utcDate(utcMidnight(text)) === text
  if (is && knownDates.size < MOST_MIDNIGHTS) knownDates.add(text)
  return is
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-CA', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/**
 * The dates of one time zone. Asking Intl takes microseconds, so the days asked for are kept: a check-in then costs a
 * comparison or two.
 */
export class TimeZoneDays {
  readonly #format: Intl.DateTimeFormat
  #days: LocalDay[] = []

  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  }

  dayAt(at: number): LocalDay {
    for (const day of this.#days) if (at >= day.startsAt && at < day.endsAt) return day
    const date = this.#dateAt(at)
    const day = { date, startsAt: this.#startOf(date), endsAt: this.#startOf(addDays(date, 1)) }
    this.#days = [day, ...this.#days.slice(0, 15)]
    return day
  }

  day(date: LocalDate): LocalDay {
    for (const day of this.#days) if (day.date === date) return day
    return this.dayAt(this.#startOf(date))
  }

  #dateAt(at: number): LocalDate {
    return this.#format.format(at)
  }

  /** The first instant of a date, found by bisection: in some zones a date begins at 01:00, when clocks change at midnight. */
  #startOf(date: LocalDate): number {
    let before = utcMidnight(date) - FARTHEST_EAST - HOUR
    let within = utcMidnight(date) + FARTHEST_WEST + HOUR
    while (within - before > 1) {
      const middle = Math.floor((before + within) / 2)
      if (this.#dateAt(middle) < date) before = middle
      else within = middle
    }
    return within
  }
}
