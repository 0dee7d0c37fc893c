import { FARTHEST_EAST, FARTHEST_WEST, type LocalDate, utcMidnight } from './local-date.ts'
import { type Transition, transitionOrder } from './transition.ts'

/**
 * How the gate writes a person's newest transition of a date (docs/architecture.md, "The gate").
 * 512 people share a page: one text of Redis in which each has five bytes in a place of their own.
 */
export const PEOPLE_A_GATE_PAGE = 512
export const GATE_SLOT_BYTES = 5

/** What the keys of a date begin with; the number of the page follows. */
export const gateDate = (date: LocalDate): string => `gate:${date}:`
export const gatePage = (userId: number): number => Math.floor(userId / PEOPLE_A_GATE_PAGE)
export const gateKey = (date: LocalDate, userId: number): string => gateDate(date) + gatePage(userId)
/** The person's place on the page. */
export const gateSlot = (userId: number): number => userId % PEOPLE_A_GATE_PAGE

/** The date starts first at UTC+14: counted from there, every transition of the date is a small positive number. */
export const gateOrigin = (date: LocalDate): number => utcMidnight(date) - FARTHEST_EAST

export const gateValue = (date: LocalDate, at: number, type: Transition): number =>
  gateValueFrom(gateOrigin(date), at, type)

/** For many of one date. */
export const gateValueFrom = (origin: number, at: number, type: Transition): number =>
  2 * (at - origin) + transitionOrder(type)

export const gateTransition = (date: LocalDate, value: number): { at: number; type: Transition } => ({
  at: Math.floor(value / 2) + gateOrigin(date),
  type: value % 2 === 0 ? 'checkin' : 'checkout',
})

/** No transition of a date has a value as large as this. */
export const ABOVE_ALL_GATE_VALUES = 2 * (FARTHEST_EAST + 26 * 3_600_000 + FARTHEST_WEST)
