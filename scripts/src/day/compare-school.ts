import { COUNTED, type Counts, countPerson, noCounts, type Timeline } from '../simulator/person-day.ts'
import type { Acknowledged } from './acknowledged.ts'
import { type DayPlan, MOST_RECORDS, newPlan } from './day-plan.ts'
import type { PlayedSchool } from './schools.ts'

/** A row of attendance.events: person, epoch milliseconds, whether a check-out. */
export type StoredEvent = readonly [userId: number, at: number, out: boolean]

/** A row of attendance.school_days. */
export interface StoredCounts extends Counts {
  readonly localDate: string
  readonly closed: boolean
}

export interface SchoolFindings {
  readonly stored: number
  /** Acknowledged, and not there. */
  readonly lost: number
  /** There, and never acknowledged. */
  readonly unknown: number
  /** In words: what is not as the simulator knows it. */
  readonly wrong: readonly string[]
}

/** What is stored of a school against what the simulator knows. */
export function compareSchool(
  plan: DayPlan,
  acknowledged: Acknowledged,
  school: PlayedSchool,
  stored: { events: readonly StoredEvent[]; days: readonly StoredCounts[] },
): SchoolFindings {
  const first = plan.firstOf(school)
  const seen = new Uint8Array(plan.peopleEach)
  let unknown = 0
  const person = newPlan()
  let reading = 0
  for (const [userId, at, out] of stored.events) {
    const place = userId - first
    if (userId !== reading && place >= 0 && place < plan.peopleEach) {
      plan.read(school, userId, person)
      reading = userId
    }
    const index = userId === reading ? indexOf(person, at, out) : -1
    if (index < 0 || !acknowledged.has(userId, index)) unknown += 1
    else seen[place] = (seen[place] as number) | (1 << index)
  }

  const [day, ...others] = stored.days
  const hours = { lateAfter: school.lateAfter, closesAt: school.closes, closed: day?.closed ?? false }
  const expected = noCounts()
  let lost = 0
  for (let place = 0; place < plan.peopleEach; place++) {
    const userId = first + place
    plan.read(school, userId, person)
    const timeline = only(person, (index) => acknowledged.has(userId, index))
    for (let index = 0; index < person.count; index++)
      if (acknowledged.has(userId, index) && ((seen[place] as number) & (1 << index)) === 0) lost += 1
    if (timeline.count > 0) countPerson(expected, timeline, hours)
  }
  return { stored: stored.events.length, lost, unknown, wrong: differences(school, expected, day, others) }
}

function indexOf(plan: Timeline, at: number, out: boolean): number {
  for (let index = 0; index < plan.count; index++)
    if (plan.at[index] === at && (plan.out[index] === 1) === out) return index
  return -1
}

const kept = {
  count: 0,
  at: new Float64Array(MOST_RECORDS),
  out: new Uint8Array(MOST_RECORDS),
  temperature: new Float64Array(MOST_RECORDS),
}

/** Used again at the next call. */
function only(plan: Timeline, wanted: (index: number) => boolean): Timeline {
  kept.count = 0
  for (let index = 0; index < plan.count; index++) {
    if (!wanted(index)) continue
    kept.at[kept.count] = plan.at[index] as number
    kept.out[kept.count] = plan.out[index] as number
    kept.temperature[kept.count] = plan.temperature[index] as number
    kept.count += 1
  }
  return kept
}

function differences(
  school: PlayedSchool,
  expected: Counts,
  day: StoredCounts | undefined,
  others: readonly StoredCounts[],
): string[] {
  const where = `school ${school.id}, ${school.localDate}`
  if (!day) return expected.events === 0 ? [] : [`${where}: there is no such day`]
  const wrong = others.map(({ localDate }) => `school ${school.id}: nothing was sent for ${localDate}`)
  if (day.localDate !== school.localDate) wrong.push(`${where}: the date that is there is ${day.localDate}`)
  if (!school.evening && !day.closed) wrong.push(`${where}: the date is over and not closed`)
  for (const what of COUNTED)
    if (day[what] !== expected[what]) wrong.push(`${where}: ${what} is ${day[what]} and should be ${expected[what]}`)
  return wrong
}
