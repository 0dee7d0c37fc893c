import { infiniteQueryOptions } from '@tanstack/react-query'
import { call } from './call.ts'
import type { Figures } from './shapes.ts'

export type DayStatus = 'present' | 'absent' | 'excused' | 'not-recorded'

export interface MonthPerson {
  readonly userId: number
  readonly name: string
  readonly className: string | null
  /** A status for each date of the sheet; null: in no number. */
  readonly days: readonly (DayStatus | null)[]
}

export interface MonthSheet {
  readonly dates: readonly string[]
  readonly totals: readonly (Figures & { readonly date: string })[]
  readonly people: readonly MonthPerson[]
}

/** A class is asked for instead of its school. */
export const sheetOf = (school: number, classId: number | undefined) =>
  classId === undefined ? { school } : { class: classId }

/** A page at a time, as one scrolls. */
export const monthSheetQuery = (school: number, month: string, classId?: number) =>
  infiniteQueryOptions({
    queryKey: ['school', school, 'month', month, classId],
    queryFn: ({ pageParam, signal }) =>
      call<{ data: MonthSheet; next: string | null }>('/api/reports/month-sheet', {
        query: { ...sheetOf(school, classId), month, limit: 200, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })
