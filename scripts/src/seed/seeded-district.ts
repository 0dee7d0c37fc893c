import { base, en, Faker } from '@faker-js/faker'
import { holidaysOf } from './calendar.ts'
import { Chance } from './chance.ts'
import { type District, type DistrictNote, numbered } from './district.ts'
import { REGIONS } from './regions.ts'

const KINDS = ['Primary School', 'Junior School', 'High School', 'Secondary School', 'Academy', 'Community School']

/** The district that a note speaks of: what `yarn seed` makes. */
export function seededDistrict(note: DistrictNote): District {
  const { seed, year } = note
  const faker = new Faker({ locale: [en, base], seed })
  const holidays = REGIONS.map((region) => holidaysOf(region, year ?? 0))
  const sizes = sizesOf(note)
  const names = new Set<string>()
  const schools = sizes.map((people, number) => {
    const chance = new Chance(seed, number, 1)
    const at = Math.floor(REGIONS.length * chance.next())
    const region = REGIONS[at]
    if (!region) throw new Error('no such region')
    const opens = fiveMinutes(chance.between(...region.opens))
    return {
      name: newName(faker, chance, names),
      timeZone: region.timeZone,
      opensAt: clock(opens),
      closesAt: clock(opens + fiveMinutes(chance.between(...region.lasts))),
      lateAfterMinutes: chance.pick([5, 10, 10, 15]),
      weekdays: region.weekdays,
      holidays: holidays[at] ?? [],
      people,
      namesSeed: chance.integer(0, 2 ** 31 - 1),
    }
  })
  return { seed, year, prefix: `SEED${seed}-`, schools: numbered(schools, note) }
}

/** Some schools are twice as large as others; together they have exactly as many people as was asked for. */
function sizesOf({ seed, schools, users }: DistrictNote): number[] {
  const weights = Array.from({ length: schools }, (_, number) => new Chance(seed, number, 2).between(2, 4))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  let sum = 0
  let given = 0
  return weights.map((weight, number) => {
    sum += weight
    // One is set aside for each school, so that none is empty.
    const upTo = number + 1 + Math.round(((users - schools) * sum) / whole)
    const size = upTo - given
    given = upTo
    return size
  })
}

function newName(faker: Faker, chance: Chance, taken: Set<string>): string {
  for (let attempt = 0; ; attempt++) {
    const place = chance.happens(0.5) ? faker.location.street() : faker.person.lastName()
    const name = `${place} ${chance.pick(KINDS)}`
    // Thousands of schools use up what faker knows.
    if (taken.has(name) && attempt < 20) continue
    taken.add(name)
    return name
  }
}

const fiveMinutes = (minutes: number): number => Math.round(minutes / 5) * 5
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
