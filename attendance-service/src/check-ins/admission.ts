import { type AttendanceRecord, eventId, isFever, type LocalDay, type Transition } from '@rollcall/domain'
import { Problem, problems, type Token } from '@rollcall/platform'
import type { Place, Roster } from '../roster/roster.ts'
import type { CheckIn } from './check-in.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const FUTURE_BY_AT_MOST = 2 * MINUTE
const LATE_AFTER = 10 * MINUTE
const OLDEST = 7 * 24 * HOUR
/** A date that has been over for longer is not in the gate any more; its repeats are recorded, and ignored by the fold. */
const GATE_KEEPS_AFTER_DAY = HOUR
/** An instance whose clock is ahead records past the gate before the others do: by then nothing is a repeat for sure. */
const GATE_SUPPRESSES_AFTER_DAY = HOUR / 2

/** A check-in that we will record: who, where, which date, and what the gate must know. */
export interface AdmittedCheckIn {
  readonly id: string
  readonly userId: number
  readonly schoolId: number
  readonly type: Transition
  readonly at: number
  readonly day: LocalDay
  readonly late: boolean
  readonly evenIfRepeat: boolean
  readonly gated: boolean
  /** Whether the gate may put it off while in doubt. */
  patient: boolean
  readonly record: AttendanceRecord
  readonly requestId: string
}

/** Decides whether a well-formed check-in may be recorded, and for which school and date. */
export class Admission {
  readonly #roster: Roster

  constructor(roster: Roster) {
    this.#roster = roster
  }

  /** A promise only where the roster has to be read first. */
  admit(checkIn: CheckIn, token: Token, now: number, requestId: string): AdmittedCheckIn | Promise<AdmittedCheckIn> {
    if (checkIn.timestamp > now + FUTURE_BY_AT_MOST) throw inTheFuture(now)
    if (checkIn.timestamp < now - OLDEST) throw tooOld(now)
    const place = this.#roster.find(checkIn.userId, checkIn.timestamp)
    return place instanceof Promise
      ? place.then((found) => admitted(checkIn, found, token, now, requestId))
      : admitted(checkIn, place, token, now, requestId)
  }
}

function admitted(
  checkIn: CheckIn,
  place: Place | undefined,
  token: Token,
  now: number,
  requestId: string,
): AdmittedCheckIn {
  const { userId, type, timestamp: at } = checkIn
  const school = place?.schoolId ?? checkIn.schoolId
  if (token.schoolId !== null && school && school !== token.schoolId)
    throw problems.forbidden('The key is for another school')
  if (!place) throw unknownUser()
  if (checkIn.schoolId && checkIn.schoolId !== place.schoolId) throw wrongSchool()
  const { schoolId, day } = place
  const id = eventId(userId, type, at)
  return {
    id,
    userId,
    schoolId,
    type,
    at,
    day,
    late: at < now - LATE_AFTER,
    evenIfRepeat: isFever(checkIn.temperature) || now >= day.endsAt + GATE_SUPPRESSES_AFTER_DAY,
    gated: now < day.endsAt + GATE_KEEPS_AFTER_DAY,
    patient: true,
    requestId,
    record: {
      v: 1,
      id,
      userId,
      schoolId,
      type,
      at: new Date(at).toISOString(),
      localDate: day.date,
      temperature: checkIn.temperature ?? null,
      image: checkIn.image ?? null,
      deviceId: token.id,
      receivedAt: receivedAt(now),
    },
  }
}

let lastNow = 0
let lastReceived = ''
/** Many check-ins come within one millisecond. */
function receivedAt(now: number): string {
  if (now !== lastNow) {
    lastNow = now
    lastReceived = new Date(now).toISOString()
  }
  return lastReceived
}

const unknownUser = () => new Problem(422, 'unknown-user', 'Nobody with this id is enrolled on that date')
const wrongSchool = () => new Problem(422, 'wrong-school', 'This person is enrolled in another school on that date')
const clock = (now: number) => ({ serverTime: new Date(now).toISOString() })
const inTheFuture = (now: number) =>
  new Problem(422, 'in-the-future', 'The time is in the future', {
    detail: 'At most two minutes ahead of the server; compare the clock of the device',
    extra: clock(now),
  })
const tooOld = (now: number) =>
  new Problem(422, 'too-old', 'The time is too long ago', { detail: 'At most seven days', extra: clock(now) })
