import { TimeZoneDays } from '@rollcall/domain'
import { formatTime, minuteOf } from './school-time.ts'

const MINUTE_MS = 60_000
const DAY = 24 * 60

/** An instant as an input of date and time has it, by the clocks of a zone: 2026-09-01T08:05. */
export const clockAt = (at: number, zone: string): string =>
  `${new TimeZoneDays(zone).dayAt(at).date}T${formatTime(at, zone)}`

/** The other way round. A time that a change of the clocks leaves out is the same many minutes later; undefined: not one. */
export function instantAt(clock: string, zone: string): number | undefined {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(clock) ?? []
  if (date === undefined || time === undefined || Number.isNaN(Date.parse(date))) return undefined
  const { startsAt } = new TimeZoneDays(zone).day(date)
  const asIfEven = startsAt + minuteOf(time) * MINUTE_MS
  const off = minuteOf(time) - minuteOf(formatTime(asIfEven, zone))
  // By which way around midnight is nearer.
  const adjusted = asIfEven + (((off + 1.5 * DAY) % DAY) - DAY / 2) * MINUTE_MS
  return formatTime(adjusted, zone) === time ? adjusted : asIfEven
}
