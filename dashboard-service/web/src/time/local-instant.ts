import { TimeZoneDays } from '@rollcall/domain'

const HOUR = 3_600_000
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/

/** undefined where it is no time of a clock. */
export function readClock(text: string): string | undefined {
  const found = CLOCK.exec(text.trim().padStart(5, '0'))
  return found ? `${found[1]}:${found[2]}:${found[3] ?? '00'}` : undefined
}

/** The instants at which the clocks of a zone show this on that date: none where they skip it, two where it comes twice. */
export function instantsOf(date: string, clock: string, zone: string): number[] {
  const wall = Date.parse(`${date}T${clock}Z`)
  // Before any change of that day, and after it.
  const offsets = new Set([wall - 26 * HOUR, wall + 26 * HOUR].map((at) => offsetAt(at, zone)))
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((at) => at + offsetAt(at, zone) === wall)
    .toSorted((a, b) => a - b)
}

/** A day of 23 or 25 hours: one time of the clock may be skipped or come twice. */
export function clocksChange(date: string, zone: string): boolean {
  const { startsAt, endsAt } = new TimeZoneDays(zone).day(date)
  return endsAt - startsAt !== 24 * HOUR
}

/** By how much a zone's clocks are ahead of UTC, written the same in every browser: UTC+01:00. */
export function formatOffset(at: number | string, zone: string): string {
  const offset = offsetAt(new Date(at).getTime(), zone)
  const clock = new Date(Math.abs(offset)).toISOString().slice(11, 16)
  return `UTC${offset < 0 ? '−' : '+'}${clock}`
}

function offsetAt(at: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    hourCycle: 'h23',
  })
  const parts = Object.fromEntries(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))
  const { year, month, day, hour, minute, second } = parts
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - Math.floor(at / 1_000) * 1_000
}
