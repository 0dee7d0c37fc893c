import { addDays, type LocalDate, TimeZoneDays, type Transition } from '@rollcall/domain'
import { Chance } from './chance.ts'
import type { School } from './district.ts'
import { dayOfIllness } from './illness.ts'
import type { Member } from './people.ts'
import { dayNumber, seasonFactor, weekdayFactor } from './seasons.ts'

export interface Step {
  readonly type: Transition
  /** Epoch milliseconds. */
  readonly at: number
  readonly temperature: number | null
}

/** A school's date, and all that its people's days share. */
export interface SchoolDate {
  readonly seed: number
  readonly school: Pick<School, 'number'>
  readonly date: LocalDate
  readonly day: number
  /** Minutes of the day. */
  readonly opens: number
  readonly closes: number
  readonly lateAfter: number
  /** The instant of a time of the day, given in minutes. */
  readonly instant: (minutes: number) => number
}

const zones = new Map<string, TimeZoneDays>()
export function zoneOf(timeZone: string): TimeZoneDays {
  const zone = zones.get(timeZone) ?? new TimeZoneDays(timeZone)
  zones.set(timeZone, zone)
  return zone
}

export function schoolDate(seed: number, school: School, date: LocalDate): SchoolDate {
  // Counted from the coming midnight, as clocks are changed in the small hours of a day, if at all.
  const midnight = zoneOf(school.timeZone).day(addDays(date, 1)).startsAt
  const opens = minutesOf(school.opensAt)
  return {
    seed,
    school,
    date,
    day: dayNumber(date),
    opens,
    closes: minutesOf(school.closesAt),
    lateAfter: opens + school.lateAfterMinutes,
    instant: (minutes) => midnight - Math.round((1_440 - minutes) * 60_000),
  }
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

const OFTEN_AWAY = { people: 0.04, absent: 0.22, late: 0.15 }
const CAME_WITH_FEVER = 0.55
const FETCHED = 0.85
const LEFT_EARLY = 0.015
const FORGOT_TO_CHECK_OUT = 0.012
const WENT_OUT_AT_NOON = 0.04
const STAYED_FOR_A_CLUB = 0.12

/** What somebody does on a school day, in order; nothing when they are away. The same at every call. */
export function dayAtSchool(today: SchoolDate, { number, kind }: Pick<Member, 'number' | 'kind'>): Step[] {
  const { seed, school, day } = today
  const habits = new Chance(seed, number, 30)
  const isOftenAway = kind === 'student' && habits.happens(OFTEN_AWAY.people)
  const absent = isOftenAway ? OFTEN_AWAY.absent : habits.between(0.01, 0.045)
  const late = isOftenAway ? OFTEN_AWAY.late : habits.between(0.002, 0.04)
  const usualArrival = habits.around(kind === 'student' ? -15 : -42, 4)
  const usualTemperature = habits.around(36.55, 0.12)

  const chance = new Chance(seed, number, day, 31)
  const illFor = dayOfIllness(seed, school.number, number, day)
  if (illFor !== null && (illFor > 0 || !chance.happens(CAME_WITH_FEVER))) return []
  if (chance.happens(absent * weekdayFactor(today.date) * seasonFactor(day))) return []

  const isIll = illFor !== null
  const temperature = isIll ? chance.between(38, 39.8) : Math.min(37.5, chance.around(usualTemperature, 0.15))
  const arrival = chance.happens(late)
    ? today.lateAfter + chance.between(0.5, 40)
    : Math.min(today.lateAfter - 0.5, today.opens + chance.around(usualArrival, 4))
  const steps: Step[] = []
  const add = (type: Transition, minutes: number, reading: number | null = null) =>
    steps.push({ type, at: today.instant(minutes), temperature: reading === null ? null : tenths(reading) })
  add('checkin', arrival, temperature)

  if (isIll && chance.happens(FETCHED)) {
    add('checkout', arrival + chance.between(15, 110))
    return steps
  }
  if (chance.happens(LEFT_EARLY)) {
    add('checkout', chance.between(arrival + 45, today.closes - 15))
    return steps
  }
  const noon = (today.opens + today.closes) / 2
  if (chance.happens(WENT_OUT_AT_NOON)) {
    const out = chance.between(noon, noon + 25)
    add('checkout', out)
    add('checkin', out + chance.between(15, 50), chance.around(usualTemperature, 0.15))
  }
  if (!chance.happens(FORGOT_TO_CHECK_OUT)) add('checkout', today.closes + staysOn(kind, chance))
  return steps
}

/** Minutes after closing. */
function staysOn(kind: Member['kind'], chance: Chance): number {
  if (kind !== 'student') return chance.between(10, 110)
  return chance.happens(STAYED_FOR_A_CLUB) ? chance.between(40, 95) : chance.between(0.5, 20)
}

const tenths = (temperature: number): number => Math.round(temperature * 10) / 10
