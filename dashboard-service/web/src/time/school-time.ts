import { LOCALE, texts } from '../texts/texts.ts'

/**
 * Times as the school's clocks show them, whatever the browser's zone: a Date is never formatted without a zone, so there is no
 * other way to write a time than through this file.
 */
const formats = new Map<string, Intl.DateTimeFormat>()

function format(zone: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${name}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...options })
  formats.set(key, known)
  return known
}

type Instant = string | number | Date
const dateOf = (at: Instant): Date => new Date(at)

export const formatTime = (at: Instant, zone: string): string =>
  format(zone, 'time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(dateOf(at))

export const formatSeconds = (at: Instant, zone: string): string =>
  format(zone, 'seconds', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(
    dateOf(at),
  )

export const formatDateTime = (at: Instant, zone: string): string =>
  `${format(zone, 'date', { day: 'numeric', month: 'short', year: 'numeric' }).format(dateOf(at))}, ${formatTime(at, zone)}`

/** A local date has no zone: it is read and written as the same calendar date. */
export const formatLocalDate = (date: string): string =>
  format('UTC', 'local', { weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(`${date}T00:00:00Z`))

/** With its year: for dates that may lie far back. */
export const formatFullDate = (date: string): string =>
  format('UTC', 'full', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(
    new Date(`${date}T00:00:00Z`),
  )

export const dayOf = (date: string): string => String(Number(date.slice(8)))

export const formatLongDate = (date: string): string =>
  format('UTC', 'long', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(
    new Date(`${date}T00:00:00Z`),
  )

/** Minutes since midnight, as a clock: 485 is 08:05. */
export const formatMinute = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

export const minuteOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000))
  if (seconds < 60) return texts.age.seconds(seconds)
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return texts.age.minutes(minutes)
  const hours = Math.round(minutes / 60)
  return hours < 48 ? texts.age.hours(hours) : texts.age.days(Math.round(hours / 24))
}
