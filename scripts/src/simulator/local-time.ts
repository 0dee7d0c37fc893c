/** So many zones that it is evening in some of them at any hour, with half hours, quarters and clocks that change. */
export const ZONES = [
  'Pacific/Auckland',
  'Pacific/Noumea',
  'Australia/Sydney',
  'Asia/Tokyo',
  'Asia/Shanghai',
  'Asia/Bangkok',
  'Asia/Dhaka',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Karachi',
  'Asia/Dubai',
  'Africa/Nairobi',
  'Europe/Athens',
  'Europe/Berlin',
  'Europe/London',
  'Atlantic/Azores',
  'Atlantic/South_Georgia',
  'America/Sao_Paulo',
  'America/Halifax',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'Pacific/Pago_Pago',
] as const

interface Wall {
  readonly date: string
  readonly hour: number
  /** The zone's clock, read as if it were UTC's. */
  readonly asUtc: number
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function wallAt(at: number, zone: string): Wall {
  let clock = clocks.get(zone)
  if (!clock) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const
    clock = new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', ...parts })
    clocks.set(zone, clock)
  }
  const read = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]))
  const date = `${read.year}-${read.month}-${read.day}`
  return { date, hour: Number(read.hour), asUtc: Date.parse(`${date}T${read.hour}:${read.minute}:00Z`) }
}

/** When it is this time on the clocks of the zone. No school opens in the hour that a change of clocks leaves out. */
export function instantOf(date: string, time: string, zone: string): number {
  const wanted = Date.parse(`${date}T${time}:00Z`)
  let at = wanted
  for (let round = 0; round < 3; round++) at += wanted - wallAt(at, zone).asUtc
  return at
}

/** From this hour on nobody is at school any more. */
const EVENING = 20

export interface PlayedDate {
  readonly date: string
  /** Its date is not over yet: its records go through the gate. */
  readonly evening: boolean
}

/** The last date whose school day is behind: yesterday, and today where it is evening already. */
export function lastSchoolDate(now: number, zone: string): PlayedDate {
  const { date, hour } = wallAt(now, zone)
  if (hour >= EVENING) return { date, evening: true }
  return { date: new Date(Date.parse(`${date}T00:00:00Z`) - 24 * 3_600_000).toISOString().slice(0, 10), evening: false }
}
