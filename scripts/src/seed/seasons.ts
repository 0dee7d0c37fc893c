import { type LocalDate, utcMidnight } from '@rollcall/domain'
import { weekdayOf } from './calendar.ts'
import { Chance } from './chance.ts'

const DAY_MS = 86_400_000
export const dayNumber = (date: LocalDate): number => utcMidnight(date) / DAY_MS

/** Monday and Friday are missed most; Wednesday least. */
const BY_WEEKDAY = [1.3, 0.85, 0.75, 0.9, 1.4, 1.2, 1.2]
export const weekdayFactor = (date: LocalDate): number => BY_WEEKDAY[weekdayOf(date) - 1] ?? 1

/** 1.5 in the middle of January, 0.5 in the middle of July. */
export function seasonFactor(day: number): number {
  const MIDDLE_OF_JANUARY = 15
  return 1 + 0.5 * Math.cos(((day - MIDDLE_OF_JANUARY) / 365.25) * 2 * Math.PI)
}

const BETWEEN_WAVES = 40
const WAVE_LASTS = 6

/** How much of a fever goes round in a school: a wave every six weeks or so, some days earlier or later at each school. */
export function feverAt(seed: number, schoolNumber: number, day: number): number {
  const nearest = Math.round(day / BETWEEN_WAVES)
  let fever = 0
  for (const wave of [nearest - 1, nearest, nearest + 1]) {
    const everywhere = new Chance(seed, wave, 10)
    const here = new Chance(seed, wave, schoolNumber, 11)
    const peak = wave * BETWEEN_WAVES + everywhere.between(-8, 8) + here.between(-5, 5)
    const height = everywhere.between(0.4, 1) * here.between(0.6, 1.2) * seasonFactor(peak)
    fever += height * Math.exp(-(((day - peak) / WAVE_LASTS) ** 2))
  }
  return fever
}
