import type { Figures } from '../../../src/reports/figures.ts'
import type { InsideLine } from '../../../src/reports/inside.ts'
import type { SchoolDay } from '../../../src/schools/school-queries.ts'
import type { Arrivals, LastArrival, SchoolClock } from '../../../src/today/today-queries.ts'
import type { Why } from '../why/why-text.ts'

// What calls answer. Types of the server where it has them; what it puts together in a route is written down here.
export type { Arrivals, Figures, InsideLine, LastArrival, SchoolDay }
export type FigureName = keyof Figures

export interface Data<T> {
  readonly data: T
}
export interface Page<T> {
  readonly data: readonly T[]
  readonly next: string | null
}

export type Right =
  | 'people.read'
  | 'people.write'
  | 'schools.write'
  | 'attendance.read'
  | 'attendance.correct'
  | 'leave.read'
  | 'leave.sync'
  | 'operations'
  | 'access.manage'

export interface Me {
  readonly id: number
  readonly name: string
  readonly email: string | null
  readonly role: string
  /** null: the whole district. */
  readonly schools: readonly number[] | null
  readonly rights: readonly Right[]
}

export interface PersonLine {
  readonly userId: number
  readonly name: string
  readonly className: string | null
  readonly status: 'present' | 'absent' | 'excused' | 'not-recorded'
  readonly why: Why
  readonly late: boolean
}

export interface Aggregate extends Figures {
  readonly name: string
  readonly from: string | null
  readonly to: string | null
  readonly schoolDays: number
  readonly insideNow: number
  /** Time of the newest event in it. */
  readonly asOf: string | null
  readonly previous: (Figures & { readonly from: string; readonly to: string }) | null
  readonly change: Figures | null
  readonly users?: Page<PersonLine>
  readonly schools?: readonly (Figures & { readonly id: number; readonly name: string })[]
}

export interface SchoolToday extends SchoolClock {
  readonly arrivals: Arrivals
  readonly compared: Arrivals | null
  readonly last: readonly LastArrival[]
}

export interface Fever {
  readonly userId: number
  readonly name: string
  readonly className: string | null
  readonly schoolId: number
  readonly localDate: string
  readonly reading: number
  readonly readAt: string
}
