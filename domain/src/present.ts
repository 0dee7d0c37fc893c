import type { Day } from './fold.ts'

/** More than this is a day at school. */
export const PRESENT_AFTER_MINUTES = 240

export const STATUSES = ['present', 'excused', 'not-recorded', 'absent'] as const
export type Status = (typeof STATUSES)[number]

/** Marks that an admin may set by hand, and what each means for the count. */
export const MARKS = {
  Present: 'present',
  Late: 'present',
  'Half Day': 'present',
  Leave: 'excused',
  Absent: 'absent',
} as const satisfies Record<string, Status>
export type Mark = keyof typeof MARKS
export const isMark = (text: string): text is Mark => Object.hasOwn(MARKS, text)

export interface Verdict {
  readonly status: Status
  /** Which rule decided, and the numbers it saw. */
  readonly why: Readonly<
    | { rule: 'marked by hand'; mark: string }
    | { rule: 'inside now'; since: number }
    | { rule: 'more than 4 hours'; minutes: number }
    | { rule: 'approved leave' }
    | { rule: 'nothing came and the day is not over' }
    | { rule: 'nothing came' }
    | { rule: '4 hours or less'; minutes: number }
  >
}

/** The one rule for a day: presence beats an excuse, a mark by hand beats both. */
export function verdict(day: Day | null, context: { excused: boolean; dayOver: boolean }): Verdict {
  if (day?.mark && isMark(day.mark)) return { status: MARKS[day.mark], why: { rule: 'marked by hand', mark: day.mark } }
  const minutes = (day?.insideMs ?? 0) / 60_000
  if (day && day.insideSince !== null) return { status: 'present', why: { rule: 'inside now', since: day.insideSince } }
  if (minutes > PRESENT_AFTER_MINUTES) return { status: 'present', why: { rule: 'more than 4 hours', minutes } }
  if (context.excused) return { status: 'excused', why: { rule: 'approved leave' } }
  if (!day || day.events === 0)
    return context.dayOver
      ? { status: 'absent', why: { rule: 'nothing came' } }
      : { status: 'not-recorded', why: { rule: 'nothing came and the day is not over' } }
  return { status: 'absent', why: { rule: '4 hours or less', minutes } }
}

/** Whether the day alone makes a person present: what school_days counts. */
export const isPresent = (day: Day): boolean => verdict(day, { excused: false, dayOver: true }).status === 'present'

/** A week or month is attended when strictly more than four fifths of its school days so far were. */
export const isPeriodPresent = (presentDays: number, schoolDays: number): boolean => presentDays * 5 > schoolDays * 4
