import { addDays, utcMidnight } from '@rollcall/domain'
import { Chance } from '../seed/chance.ts'
import { type Fiscal, isWeekend, workdaysBetween } from './calendar.ts'

export const LEAVE_TYPES = [
  { id: 1, name: 'Annual', defaultDays: 18, transferableDays: 5, isConsecutive: false, longest: 8 },
  { id: 2, name: 'Sick', defaultDays: 12, transferableDays: 0, isConsecutive: false, longest: 3 },
  { id: 3, name: 'Training', defaultDays: 5, transferableDays: 0, isConsecutive: false, longest: 2 },
  { id: 4, name: 'Parental', defaultDays: 60, transferableDays: 0, isConsecutive: true, longest: 40 },
] as const

export interface Span {
  readonly start: string
  readonly end: string
  /** As the HR system counts it, which knows no holidays. */
  readonly days: number
}

/** All that will ever happen to a leave, and when. */
export interface LeavePlan {
  readonly id: number
  readonly employee: number
  readonly type: (typeof LEAVE_TYPES)[number]
  readonly fiscal: Fiscal
  readonly isHalf: boolean
  /** Where it lies first, and where it is moved to. */
  readonly first: Span
  readonly moved: Span
  readonly requestedAt: number
  readonly decidedAt: number
  readonly isApproved: boolean
  readonly cancelledAt: number | null
  /** A week later. */
  readonly movedAt: number | null
  /** From then on the row is gone. */
  readonly vanishesAt: number | null
}

const DAY = 86_400_000
const HOUR = 3_600_000
export const LEAVES_A_YEAR = 5

/** The leave of one employee in one fiscal year: always the same for the same seed. */
export function plansOf(seed: number, employee: number, fiscal: Fiscal): LeavePlan[] {
  return Array.from({ length: LEAVES_A_YEAR }, (_, index) => {
    const chance = new Chance(seed, employee, fiscal.id * LEAVES_A_YEAR + index)
    const dice = chance.next()
    const type = LEAVE_TYPES[dice < 0.5 ? 0 : dice < 0.9 ? 1 : dice < 0.99 ? 2 : 3]
    let start = addDays(fiscal.start, chance.integer(0, 364))
    while (isWeekend(start)) start = addDays(start, 1)
    const days = chance.next() < 0.5 ? 1 : chance.integer(1, type.longest)
    const span = (from: string): Span => {
      const end = addDays(from, days - 1)
      return { start: from, end, days: type.isConsecutive ? days : workdaysBetween(from, end) }
    }
    const isHalf = chance.next() < 0.15
    // One in five is told only afterwards, as an illness is.
    const ahead = chance.next() < 0.2 ? -chance.integer(0, 3) : chance.integer(2, 40)
    const requestedAt = utcMidnight(start) - ahead * DAY + chance.integer(7, 16) * HOUR
    const decidedAt = requestedAt + chance.integer(1, 60) * HOUR
    const isApproved = chance.next() < 0.9
    const later = () => decidedAt + chance.integer(1, 200) * HOUR
    return {
      ...{ id: fiscal.id * 100_000 + employee * LEAVES_A_YEAR + index, employee, type, fiscal, isHalf },
      ...{ first: span(start), moved: span(addDays(start, 7)), requestedAt, decidedAt, isApproved },
      cancelledAt: chance.next() < 0.05 ? later() : null,
      movedAt: chance.next() < 0.05 ? later() : null,
      vanishesAt: chance.next() < 0.02 ? later() : null,
    }
  })
}

/** Every moment at which the row looks different from before. */
export const momentsOf = (plan: LeavePlan): number[] =>
  [plan.requestedAt, plan.decidedAt, plan.cancelledAt, plan.movedAt, plan.vanishesAt].filter((at) => at !== null)
