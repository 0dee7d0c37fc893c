import type { SimulatedSchool } from '../simulator/district.ts'
import { instantOf, lastSchoolDate, ZONES } from '../simulator/local-time.ts'

/** A school and the date of it that is played. Instants are epoch milliseconds. */
export interface PlayedSchool extends SimulatedSchool {
  readonly localDate: string
  /** The date is not over yet at the school: its records go through the gate. */
  readonly evening: boolean
  readonly opens: number
  readonly closes: number
  readonly lateAfter: number
}

const OPENS = ['08:00', '07:45', '08:30', '09:00'] as const
const CLOSES = ['15:00', '14:45', '15:30', '16:15'] as const
const LATE_AFTER = [10, 5, 15] as const
/** Every fifth school is where it is evening: as many as if they lay evenly around the globe. */
const EVENING_EVERY = 5

const around = <T>(choices: readonly T[], index: number): T => choices[index % choices.length] as T

export function playedSchools(count: number, now: number): PlayedSchool[] {
  const places = ZONES.map((timeZone) => ({ timeZone, ...lastSchoolDate(now, timeZone) }))
  const inTheEvening = places.filter((place) => place.evening)
  const others = places.filter((place) => !place.evening)
  return Array.from({ length: count }, (_, index) => {
    const evening = index % EVENING_EVERY === EVENING_EVERY - 1 && inTheEvening.length > 0
    const { timeZone, date } = around(
      evening ? inTheEvening : others,
      Math.floor(index / (evening ? EVENING_EVERY : 1)),
    )
    const opensAt = around(OPENS, index)
    const closesAt = around(CLOSES, index)
    const lateAfterMinutes = around(LATE_AFTER, index)
    const opens = instantOf(date, opensAt, timeZone)
    return {
      id: index + 1,
      timeZone,
      opensAt,
      closesAt,
      lateAfterMinutes,
      localDate: date,
      evening,
      opens,
      closes: instantOf(date, closesAt, timeZone),
      lateAfter: opens + lateAfterMinutes * 60_000,
    }
  })
}
