import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { BandCounts, ChronicLine, ConsecutiveLine } from '../../../src/reports/absences.ts'
import type { DateFigures } from '../../../src/reports/range-reports.ts'
import { call, type Query } from './call.ts'
import { pagedQuery } from './paged.ts'
import type { Aggregate, Data, Page, PersonLine } from './shapes.ts'

export type { BandCounts, ChronicLine, ConsecutiveLine, DateFigures }
export type Period = 'day' | 'week' | 'month'
export type Band = keyof BandCounts

/** Whose attendance: of all schools that one sees, of a school, or of a class. */
export type AttendanceScope =
  | { readonly kind: 'district' }
  | { readonly kind: 'school'; readonly id: number }
  | { readonly kind: 'class'; readonly id: number; readonly schoolId: number }

export interface PeriodOf {
  readonly period: Period
  /** Any date of it; undefined: today, as each school has it. */
  readonly date: string | undefined
  /** Today is in it: check-ins make it old. */
  readonly goesOn: boolean
}

/** What live updates make old, where they do: not the numbers of last month. */
function keyOf(scope: AttendanceScope, goesOn: boolean): readonly unknown[] {
  if (!goesOn) return ['past']
  return scope.kind === 'district' ? ['district'] : ['school', scope.kind === 'class' ? scope.schoolId : scope.id]
}

export const aggregatePath = (scope: AttendanceScope): string =>
  `/api/attendances/aggregate/${scope.kind}${scope.kind === 'district' ? '' : `/${scope.id}`}`

/** How reports are told whom they are about. */
export const ofScope = (scope: AttendanceScope): Query => (scope.kind === 'district' ? {} : { [scope.kind]: scope.id })

export const figuresQuery = (scope: AttendanceScope, { period, date, goesOn }: PeriodOf) =>
  queryOptions({
    queryKey: [...keyOf(scope, goesOn), 'figures', scope, period, date],
    queryFn: async ({ signal }) =>
      (await call<Data<Aggregate>>(aggregatePath(scope), { query: { period, date, limit: 1 }, signal })).data,
  })

/** Everybody, so that a list is what a figure counts. */
export const peopleQuery = (scope: AttendanceScope, { period, date, goesOn }: PeriodOf) =>
  queryOptions({
    queryKey: [...keyOf(scope, goesOn), 'figures', scope, period, date, 'people'],
    queryFn: async ({ signal }) => {
      const people: PersonLine[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const query: Query = { period, date, limit: 1_000, cursor }
        const { data }: Data<Aggregate> = await call(aggregatePath(scope), { query, signal })
        people.push(...(data.users?.data ?? []))
        cursor = data.users?.next ?? null
      }
      return people
    },
  })

// Reports of many days are not read again with every check-in: their keys are none of those that live updates make old.
const REST_MS = 60_000

export const trendQuery = (scope: AttendanceScope, from: string, to: string) =>
  queryOptions({
    queryKey: ['report', 'trend', scope, from, to],
    queryFn: async ({ signal }) =>
      (await call<Data<DateFigures[]>>('/api/reports/trend', { query: { ...ofScope(scope), from, to }, signal })).data,
    staleTime: REST_MS,
  })

export interface ChronicPage extends Page<ChronicLine> {
  readonly bands: BandCounts
}

export const chronicQuery = (scope: AttendanceScope, from: string, to: string, band: Band | undefined) =>
  infiniteQueryOptions({
    queryKey: ['report', 'chronic', scope, from, to, band],
    queryFn: async ({ pageParam, signal }): Promise<ChronicPage> => {
      const query = { ...ofScope(scope), from, to, band, limit: 100, cursor: pageParam }
      const { data, next } = await call<{
        data: { bands: BandCounts; people: readonly ChronicLine[] }
        next: string | null
      }>('/api/reports/chronic-absence', { query, signal })
      return { data: data.people, bands: data.bands, next }
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: REST_MS,
  })

export const callsQuery = (scope: AttendanceScope, atLeast: number, withLeave: boolean) => ({
  ...pagedQuery<ConsecutiveLine>(['report'], '/api/reports/consecutive-absences', {
    ...ofScope(scope),
    ...callsFilter(atLeast, withLeave),
  }),
  staleTime: REST_MS,
})

export const callsFilter = (atLeast: number, withLeave: boolean): Query => ({
  atLeast,
  ...(!withLeave && { onLeave: false }),
})

export interface ClassLine {
  readonly id: number
  readonly name: string
}

export const classesQuery = (schoolId: number) =>
  queryOptions({
    queryKey: ['classes', schoolId],
    queryFn: async ({ signal }) =>
      (await call<Page<ClassLine>>('/api/classes', { query: { schoolId, sort: 'name', limit: 1_000 }, signal })).data,
    staleTime: REST_MS,
  })
