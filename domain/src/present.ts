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

/** What a person's days of a week or month come to. Today counts once it is over or present. */
export interface PeriodDays {
  readonly present: number
  readonly excused: number
  /** School days so far that count, those with a status of whatever kind. */
  readonly counted: number
  /** Days on which the person is enrolled, and that do not count yet. */
  readonly inProgress: number
}

export interface PeriodVerdict {
  readonly status: Status
  readonly why: Readonly<
    { presentDays: number; excusedDays: number; schoolDays: number } & {
      rule:
        | 'more than 80 % of school days'
        | 'more than 80 % with approved leave'
        | '80 % of school days or less'
        | 'no school day is over yet'
    }
  >
}

/** The one rule for a week or month. undefined: not enrolled on any of its days, and in no number. */
export function periodVerdict(days: PeriodDays): PeriodVerdict | undefined {
  const { present, excused, counted, inProgress } = days
  if (counted + inProgress === 0) return undefined
  const numbers = { presentDays: present, excusedDays: excused, schoolDays: counted }
  if (counted === 0) return { status: 'not-recorded', why: { rule: 'no school day is over yet', ...numbers } }
  if (isPeriodPresent(present, counted))
    return { status: 'present', why: { rule: 'more than 80 % of school days', ...numbers } }
  if (isPeriodPresent(present + excused, counted))
    return { status: 'excused', why: { rule: 'more than 80 % with approved leave', ...numbers } }
  return { status: 'absent', why: { rule: '80 % of school days or less', ...numbers } }
}
