import { Chance } from './chance.ts'
import { feverAt } from './seasons.ts'

const WEEK = 7
/** Of all people, those who fall ill in a week without a wave, and those who do at the height of one. */
const USUALLY_ILL = 0.006
const ILL_IN_A_WAVE = 0.08
const LONGEST = 5

/** Which day of an illness this is for a person, from 0; null: well. At most one illness begins in a week of theirs. */
export function dayOfIllness(seed: number, schoolNumber: number, person: number, day: number): number | null {
  // Their weeks begin on different days, so that illnesses do too.
  const week = Math.floor((day + (person % WEEK)) / WEEK)
  return inWeek(seed, schoolNumber, person, day, week) ?? inWeek(seed, schoolNumber, person, day, week - 1)
}

function inWeek(seed: number, schoolNumber: number, person: number, day: number, week: number): number | null {
  const chance = new Chance(seed, person, week, 20)
  const dice = chance.next()
  if (dice > USUALLY_ILL + 2.5 * ILL_IN_A_WAVE) return null // not even at the height of all waves: most people, most weeks
  const begins = week * WEEK - (person % WEEK) + chance.integer(0, WEEK - 1)
  const lasts = chance.integer(2, LONGEST)
  if (day < begins || day >= begins + lasts) return null
  return dice < USUALLY_ILL + ILL_IN_A_WAVE * feverAt(seed, schoolNumber, begins) ? day - begins : null
}
