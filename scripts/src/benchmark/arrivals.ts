import { type AttendanceRecord, eventId, utcDate } from '@rollcall/domain'

/** The people that come in during one pass: each once, from all schools in turn, as when all their doors open at once. */
export interface Arrivals {
  readonly schools: number
  readonly peopleEach: number
  /** 1 where none is given, of both. */
  readonly firstSchool?: number
  readonly firstUser?: number
  /** How many have come before. */
  readonly first: number
  readonly count: number
  /** The time of the last of them. */
  readonly at: number
}

export interface Arrival {
  readonly userId: number
  readonly schoolId: number
  readonly type: 'checkin'
  readonly timestamp: number
  readonly temperature: number
}

const WITHIN_MS = 60_000

export function arrival(arrivals: Arrivals, index: number): Arrival {
  const { schools, peopleEach, first, at, firstSchool = 1, firstUser = 1 } = arrivals
  const number = first + index
  const school = number % schools
  return {
    userId: school * peopleEach + Math.floor(number / schools) + firstUser,
    schoolId: school + firstSchool,
    type: 'checkin',
    timestamp: at - (index % WITHIN_MS),
    temperature: (360 + (number % 15)) / 10,
  }
}

export const arrivalsOf = (arrivals: Arrivals): Arrival[] =>
  Array.from({ length: arrivals.count }, (_, index) => arrival(arrivals, index))

/** The bodies of requests: one record each, or an array of `batch`. */
export function bodiesOf(arrivals: Arrivals, batch: number | undefined): string[] {
  const records = arrivalsOf(arrivals).map((each) => JSON.stringify(each))
  if (batch === undefined) return records
  return Array.from(
    { length: Math.ceil(records.length / batch) },
    (_, index) => `[${records.slice(index * batch, (index + 1) * batch).join()}]`,
  )
}

/** As attendance-service would have published it, for schools in UTC. */
export function recordOf({ userId, schoolId, type, timestamp, temperature }: Arrival): AttendanceRecord {
  const at = new Date(timestamp).toISOString()
  const id = eventId(userId, type, timestamp)
  const localDate = utcDate(timestamp)
  return { v: 1, id, userId, schoolId, type, at, localDate, temperature, image: null, deviceId: 1, receivedAt: at }
}
