import type { Timeline } from '../simulator/person-day.ts'
import { Random } from '../simulator/random.ts'
import { clockOffMs, DEVICES_A_SCHOOL, mannerOf } from './devices.ts'
import type { PlayedSchool } from './schools.ts'

/** A bit for each in one byte: what was acknowledged of a person's date. */
export const MOST_RECORDS = 8

export const ARRIVALS = 0
export const BREAKS = 1
export const DEPARTURES = 2
export const WAVES = [ARRIVALS, BREAKS, DEPARTURES] as const

/** Everything that a person's device is going to record on the date, in order of time. */
export interface PersonPlan extends Timeline {
  readonly at: Float64Array
  readonly out: Uint8Array
  readonly temperature: Float64Array
  /** In which part of the day it is sent. */
  readonly wave: Uint8Array
  /** Sent by itself rather than with the others of the device. */
  readonly single: Uint8Array
}

export const newPlan = (): PersonPlan => ({
  count: 0,
  at: new Float64Array(MOST_RECORDS),
  out: new Uint8Array(MOST_RECORDS),
  temperature: new Float64Array(MOST_RECORDS),
  wave: new Uint8Array(MOST_RECORDS),
  single: new Uint8Array(MOST_RECORDS),
})

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const SINGLE = 0.1

/** What people do, made up again from the seed whenever it is asked for: nothing of it is kept. */
export class DayPlan {
  readonly schools: readonly PlayedSchool[]
  readonly peopleEach: number
  readonly #seed: number

  constructor(seed: number, schools: readonly PlayedSchool[], peopleEach: number) {
    this.#seed = seed
    this.schools = schools
    this.peopleEach = peopleEach
  }

  get people(): number {
    return this.schools.length * this.peopleEach
  }

  /** School s has the people from (s - 1) * peopleEach + 1 on. */
  firstOf(school: PlayedSchool): number {
    return (school.id - 1) * this.peopleEach + 1
  }

  deviceOf(school: PlayedSchool, userId: number): number {
    const share = Math.ceil(this.peopleEach / DEVICES_A_SCHOOL)
    return (school.id - 1) * DEVICES_A_SCHOOL + Math.floor((userId - this.firstOf(school)) / share)
  }

  read(school: PlayedSchool, userId: number, plan: PersonPlan): void {
    const random = new Random(this.#seed, userId)
    plan.count = 0
    if (random.chance(0.04)) return // not at school
    const device = this.deviceOf(school, userId)
    const off = mannerOf(this.#seed, device) === 'clock off' ? clockOffMs(device) : 0
    const add = (wave: number, type: 'in' | 'out', at: number, temperature = 0) => {
      const index = plan.count++
      plan.at[index] = at + off
      plan.out[index] = type === 'out' ? 1 : 0
      plan.temperature[index] = temperature
      plan.wave[index] = wave
      plan.single[index] = random.chance(SINGLE) ? 1 : 0
    }
    /** Held against the reader a moment too long: the same again, some milliseconds later. */
    const maybeTwice = (wave: number, type: 'in' | 'out', at: number, temperature = 0) => {
      add(wave, type, at, temperature)
      if (random.chance(0.015)) add(wave, type, at + random.between(40, 2_500), temperature)
    }

    const arrives = school.opens + arrival(random)
    maybeTwice(ARRIVALS, 'in', arrives, temperature(random))
    const leavesEarly = random.chance(0.04)
    if (!leavesEarly && random.chance(0.07)) {
      const goes = school.opens + 4 * HOUR + random.between(0, 20 * 60) * SECOND
      add(BREAKS, 'out', goes)
      add(BREAKS, 'in', goes + random.between(15 * 60, 40 * 60) * SECOND)
    }
    if (random.chance(0.015)) return // forgets to check out
    const leaves = leavesEarly
      ? arrives + random.between(20 * 60 * SECOND, 5 * HOUR)
      : school.closes + random.between(-2 * MINUTE, 40 * MINUTE)
    maybeTwice(DEPARTURES, 'out', leaves)
  }
}

/** Most in the half hour before school begins, some late. In milliseconds from its beginning. */
function arrival(random: Random): number {
  if (random.chance(0.05)) return random.between(0, 90 * MINUTE)
  return Math.round((random.next() + random.next()) * 17 * MINUTE) - 30 * MINUTE
}

/** Seven in ten are measured; in tenths of a degree. */
function temperature(random: Random): number {
  if (!random.chance(0.7)) return 0
  return (random.chance(0.008) ? random.between(380, 399) : random.between(360, 375)) / 10
}
