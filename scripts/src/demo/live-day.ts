import { isSchoolDay } from '../seed/calendar.ts'
import type { Chance } from '../seed/chance.ts'
import { type SchoolDate, type Step, schoolDate, zoneOf } from '../seed/day-at-school.ts'
import type { District, School } from '../seed/district.ts'
import { comersOf } from '../seed/past-days.ts'

export interface LiveStep extends Step {
  readonly userId: number
}

interface SchoolToday {
  readonly today: SchoolDate
  readonly people: readonly { readonly userId: number; readonly steps: readonly Step[] }[]
  /** In time; those before `next` have been taken. */
  readonly steps: readonly LiveStep[]
  next: number
}

const AT_MOST = 50_000
const MINUTE = 60_000
const OUT_AT_LEAST = MINUTE
const OUT_AT_MOST = 4 * MINUTE
const COMES_BACK_WITH_FEVER = 0.03

/** Today as past days are made, as far as it has come, and people who go out for a moment and come back. */
export class LiveDay {
  readonly #district: District
  readonly #schools: readonly School[]
  readonly #chance: Chance
  readonly #days = new Map<number, SchoolToday>()
  /** On their way back. */
  readonly #away = new Map<number, LiveStep>()

  constructor(district: District, chance: Chance) {
    this.#district = district
    let people = 0
    // A seeded district may have millions, and one process plays all of them.
    this.#schools = district.schools.filter((school) => {
      people += school.people
      return people <= AT_MOST || school.number === 0
    })
    this.#chance = chance
  }

  /** What people have done since the last call; at the first, since their day began. */
  take(now: number): LiveStep[] {
    const taken: LiveStep[] = []
    for (const school of this.#schools) {
      const day = this.#dayOf(school, now)
      for (let step = day?.steps[day.next]; day && step && step.at <= now; step = day.steps[++day.next])
        taken.push(step)
    }
    for (const back of this.#away.values()) {
      if (back.at > now) continue
      taken.push(back)
      this.#away.delete(back.userId)
    }
    return taken.sort((a, b) => a.at - b.at)
  }

  /** Somebody who is inside and stays for a while steps out; nobody does where no school is open. */
  stepOut(now: number): LiveStep | undefined {
    const open = [...this.#days.values()].filter(({ today }) => isOpen(today, now))
    if (open.length === 0) return undefined
    const { people } = this.#chance.pick(open)
    if (people.length === 0) return undefined
    const { userId, steps } = this.#chance.pick(people)
    const last = steps.findLast(({ at }) => at <= now)
    const next = steps.find(({ at }) => at > now)
    const isInside = last?.type === 'checkin' && !this.#away.has(userId)
    if (!isInside || (next && next.at < now + 2 * OUT_AT_MOST)) return undefined
    const temperature = this.#chance.happens(COMES_BACK_WITH_FEVER)
      ? this.#chance.between(38, 39.5)
      : this.#chance.between(36.2, 37)
    const back = Math.round(now + this.#chance.between(OUT_AT_LEAST, OUT_AT_MOST))
    this.#away.set(userId, { userId, type: 'checkin', at: back, temperature: Math.round(temperature * 10) / 10 })
    return { userId, type: 'checkout', at: now, temperature: null }
  }

  #dayOf(school: School, now: number): SchoolToday | undefined {
    const { date } = zoneOf(school.timeZone).dayAt(now)
    const known = this.#days.get(school.id)
    if (known?.today.date === date) return known
    const today = schoolDate(this.#district.seed, school, date)
    const comers = isSchoolDay(school, date) ? [...comersOf(this.#district, school, today)] : []
    const people = comers.map(({ member, steps }) => ({ userId: member.id, steps }))
    const steps = people
      .flatMap(({ userId, steps }) => steps.map((step) => ({ ...step, userId })))
      .sort((a, b) => a.at - b.at)
    const day = { today, people, steps, next: 0 }
    this.#days.set(school.id, day)
    return day
  }
}

const isOpen = ({ instant, opens, closes }: SchoolDate, now: number): boolean =>
  instant(opens) <= now && now < instant(closes)
