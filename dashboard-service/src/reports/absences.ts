import type { LocalDate, Status } from '@rollcall/domain'
import { daysOf } from './figures.ts'
import type { PersonDays } from './person-days.ts'
import type { PersonName } from './presence.ts'
import { CODES, STATUS_OF } from './row-kind.ts'
import type { SchoolDate } from './school-dates.ts'

/** By the share of school days missed, with leave or without. */
export const BANDS = ['under 5 %', '5 to 10 %', '10 to 20 %', '20 % and over'] as const
export type Band = (typeof BANDS)[number]
export type BandCounts = Record<Band, number>

/** Names are looked up of those only who are in the list. */
export type Unnamed<Line extends PersonName> = Omit<Line, keyof PersonName>

export interface ChronicLine extends PersonName {
  readonly userId: number
  readonly schoolDays: number
  readonly missed: number
  readonly excused: number
  readonly percent: number
  readonly band: Band
}

/** In whole numbers: a tenth is a tenth, however many days it is of. */
export function bandOf(missed: number, schoolDays: number): Band {
  const hundredths = missed * 100
  if (hundredths < 5 * schoolDays) return BANDS[0]
  if (hundredths < 10 * schoolDays) return BANDS[1]
  return hundredths < 20 * schoolDays ? BANDS[2] : BANDS[3]
}

/** undefined: none of the person's days counts yet. */
export function chronicLine(person: PersonDays, dates: readonly SchoolDate[]): Unnamed<ChronicLine> | undefined {
  const { counted, excused, absent } = daysOf(person, dates)
  if (counted === 0) return undefined
  const missed = absent + excused
  return {
    userId: person.userId,
    schoolDays: counted,
    missed,
    excused,
    percent: Math.round((missed * 1_000) / counted) / 10,
    band: bandOf(missed, counted),
  }
}

/** Who missed most comes first. */
export const byMissed = (a: Unnamed<ChronicLine>, b: Unnamed<ChronicLine>): number =>
  b.missed * a.schoolDays - a.missed * b.schoolDays || a.userId - b.userId

export interface ConsecutiveLine extends PersonName {
  readonly userId: number
  /** School days in a row, up to the last one that is over, without anybody having said why. */
  readonly days: number
  readonly since: LocalDate
  /** On the last of the dates: today, where there is school. null: not enrolled then. */
  readonly lastStatus: Status | null
}

/** Days with leave and days in progress neither count nor end a row of absences. */
export function consecutiveLine(
  person: PersonDays,
  dates: readonly SchoolDate[],
): Unnamed<ConsecutiveLine> | undefined {
  let days = 0
  let since: LocalDate | undefined
  for (let i = dates.length - 1; i >= 0; i--) {
    const code = person.code(i)
    if (code === CODES.present) break
    if (code !== CODES.absent) continue
    days++
    since = dates[i]?.date
  }
  if (since === undefined) return undefined
  return { userId: person.userId, days, since, lastStatus: STATUS_OF[person.code(dates.length - 1)] ?? null }
}

export const byDays = (a: Unnamed<ConsecutiveLine>, b: Unnamed<ConsecutiveLine>): number =>
  b.days - a.days || a.userId - b.userId
