import { type LocalDay, TimeZoneDays, type Transition, transitionOrder } from '@rollcall/domain'

/** The histories of these tests play on this day. Moments are minutes from its beginning, as few as the rules need. */
export const day: LocalDay = new TimeZoneDays('UTC').day('2026-09-01')
const MINUTE = 60_000

export const atOf = (minute: number): number => day.startsAt + minute * MINUTE

/** A transition as one number: 2 x its minute, and 1 more for a check-out. The larger is the later. */
export type Event = number
export const event = (type: Transition, minute: number): Event => 2 * minute + transitionOrder(type)
export const minuteOf = (each: Event): number => Math.floor(each / 2)
export const typeOf = (each: Event): Transition => (each % 2 === 0 ? 'checkin' : 'checkout')
export const nameOf = (each: Event): string => `${typeOf(each)} ${minuteOf(each)}`
export const eventAt = (type: Transition, at: number): Event => event(type, (at - day.startsAt) / MINUTE)

/** Server clocks may differ; a device may be two minutes ahead of the server that admits its record. */
export const DEVICE_AHEAD_AT_MOST = 2
export const LATE_AFTER = 10

/**
 * What makes 'that is a repeat' or 'nobody is there to go out' true: the log, read by time up to the request's own, ends in
 * a transition of the same type. Before the first one everybody is out.
 */
export function saysTheSame(log: Iterable<Event>, request: Event): boolean {
  let last: Event | undefined
  for (const each of log) if (each <= request && (last === undefined || each > last)) last = each
  return (last === undefined ? 'checkout' : typeOf(last)) === typeOf(request)
}
