import { FARTHEST_EAST, FARTHEST_WEST, type LocalDate, utcMidnight } from './local-date.ts'
import { type Transition, transitionOrder } from './transition.ts'

/**
 * How the gate writes a person's newest transition of a date (docs/architecture.md, "The gate").
 * 512 people share a hash, which Redis keeps as one compact list: about 10 bytes a person.
 */
export const PEOPLE_A_HASH = 512

/** What the keys of a date begin with; the number of the hash follows. */
export const gateDate = (date: LocalDate): string => `gate:${date}:`
export const gateKey = (date: LocalDate, userId: number): string => gateDate(date) + Math.floor(userId / PEOPLE_A_HASH)
export const gateField = (userId: number): number => userId % PEOPLE_A_HASH

/** The date starts first at UTC+14: counted from there, every transition of the date is a small positive number. */
const origin = (date: LocalDate): number => utcMidnight(date) - FARTHEST_EAST

export const gateValue = (date: LocalDate, at: number, type: Transition): number =>
  2 * (at - origin(date)) + transitionOrder(type)

export const gateTransition = (date: LocalDate, value: number): { at: number; type: Transition } => ({
  at: Math.floor(value / 2) + origin(date),
  type: value % 2 === 0 ? 'checkin' : 'checkout',
})

/** No transition of a date has a value as large as this. */
export const ABOVE_ALL_GATE_VALUES = 2 * (FARTHEST_EAST + 26 * 3_600_000 + FARTHEST_WEST)
