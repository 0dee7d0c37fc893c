import { Random } from '../simulator/random.ts'
import { type DayPlan, DEPARTURES, newPlan, WAVES } from './day-plan.ts'
import { DEVICES_A_SCHOOL, type Manner, mannerOf } from './devices.ts'
import type { PlannedRecord } from './planned-record.ts'
import type { PlayedSchool } from './schools.ts'

/** What a device sends in one part of the day. */
export interface DeviceLoad {
  readonly device: number
  readonly wave: number
  readonly manner: Manner
  readonly batch: PlannedRecord[]
  readonly singles: PlannedRecord[]
}

/** The whole day in the order in which it is sent: made as it is asked for, so that it takes no memory. */
export function* deviceLoads(seed: number, plan: DayPlan): Generator<DeviceLoad, void, void> {
  const share = Math.ceil(plan.peopleEach / DEVICES_A_SCHOOL)
  for (const wave of WAVES)
    for (let place = 0; place < DEVICES_A_SCHOOL; place++)
      for (const school of plan.schools) {
        const device = (school.id - 1) * DEVICES_A_SCHOOL + place
        const manner = mannerOf(seed, device)
        if (manner === 'offline' && wave !== DEPARTURES) continue
        const first = plan.firstOf(school) + place * share
        const last = Math.min(first + share, plan.firstOf(school) + plan.peopleEach) - 1
        const load = { device, wave, manner, ...recordsOf(plan, school, { first, last }, wave, manner) }
        if (manner === 'offline') new Random(seed, device).shuffle(load.batch)
        yield load
      }
}

function recordsOf(
  plan: DayPlan,
  school: PlayedSchool,
  people: { first: number; last: number },
  wave: number,
  manner: Manner,
) {
  const batch: PlannedRecord[] = []
  const singles: PlannedRecord[] = []
  const person = newPlan()
  for (let userId = people.first; userId <= people.last; userId++) {
    plan.read(school, userId, person)
    for (let index = 0; index < person.count; index++) {
      if (manner !== 'offline' && person.wave[index] !== wave) continue
      const record = {
        userId,
        index,
        at: person.at[index] as number,
        out: person.out[index] === 1,
        temperature: person.temperature[index] as number,
      }
      if (person.single[index] === 1) singles.push(record)
      else batch.push(record)
    }
  }
  return { batch, singles }
}
