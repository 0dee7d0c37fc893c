import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type * as schemas from '../../../src/leave/leave-schemas.ts'
import { call, type Query } from './call.ts'
import { pagedQuery } from './paged.ts'
import type { Data, Page } from './shapes.ts'

// What the calls about leave answer: the server's own schemas, by type.
export type LeaveStatus = z.output<typeof schemas.status>
export type LeaveChoices = z.output<typeof schemas.choices>
export type FiscalYear = z.output<typeof schemas.fiscalYear>
export type Employee = z.output<typeof schemas.employee>
export type Profile = z.output<typeof schemas.profile>
export type Balance = z.output<typeof schemas.balance>
export type Trend = z.output<typeof schemas.trend>
export type HeatMapCell = z.output<typeof schemas.heatmap>['data'][number]
export type Away = z.output<typeof schemas.away>
export type Unlinked = z.output<typeof schemas.unlinked>
export type Reject = z.output<typeof schemas.reject>
export type TrendBy = 'month' | 'department' | 'type' | 'designation' | 'employee'

export interface FoundPerson {
  readonly id: number
  readonly name: string
  readonly schoolId: number
  readonly externalId: string | null
  readonly kind: string
  readonly className: string | null
}

/** All that changes with a sync begins with this. */
export const LEAVE_DATA = ['leave', 'data'] as const
const STATUS_EVERY_MS = 15_000
/** That there is something new is told (leave/use-edition.ts); what one reads does not change by itself. */
const STILL = { refetchOnWindowFocus: false, placeholderData: keepPreviousData } as const

export const leaveStatusQuery = queryOptions({
  queryKey: ['leave', 'status'],
  queryFn: async ({ signal }) => (await call<Data<LeaveStatus>>('/api/leave/status', { signal })).data,
  refetchInterval: STATUS_EVERY_MS,
  staleTime: 0,
})

export const leaveChoicesQuery = queryOptions({
  queryKey: [...LEAVE_DATA, 'choices'],
  queryFn: async ({ signal }) => (await call<Data<LeaveChoices>>('/api/leave/choices', { signal })).data,
  staleTime: 60_000,
})

const counted = <T>(path: string, query: Query) =>
  queryOptions({
    queryKey: [...LEAVE_DATA, 'count', path, query],
    queryFn: ({ signal }) => call<T>(path, { query: { ...query, limit: 1, count: true }, signal }),
    ...STILL,
  })

export const employeesQuery = (query: Query) => ({
  ...pagedQuery<Employee>(LEAVE_DATA, '/api/leave/employees', query, 50),
  ...STILL,
})
export const employeeCountQuery = (query: Query) =>
  counted<Page<Employee> & { readonly total: number }>('/api/leave/employees', query)

export const awayQuery = (query: Query) => ({
  ...pagedQuery<Away>(LEAVE_DATA, '/api/leave/away', query, 20),
  ...STILL,
})
export const awayCountQuery = (query: Query) =>
  counted<Page<Away> & { readonly total: number; readonly people: number }>('/api/leave/away', query)

export const profileQuery = (id: number) =>
  queryOptions({
    queryKey: [...LEAVE_DATA, 'employee', id],
    queryFn: async ({ signal }) => (await call<Data<Profile>>(`/api/leave/employees/${id}`, { signal })).data,
    refetchOnWindowFocus: false,
  })

export const trendQuery = (by: TrendBy, query: Query) =>
  queryOptions({
    queryKey: [...LEAVE_DATA, 'trend', by, query],
    queryFn: ({ signal }) => call<Trend>('/api/leave/trends', { query: { ...query, by }, signal }),
    refetchOnWindowFocus: false,
  })

export const heatMapQuery = (rows: 'month' | 'weekday', query: Query) =>
  queryOptions({
    queryKey: [...LEAVE_DATA, 'heat-map', rows, query],
    queryFn: async ({ signal }) =>
      (await call<Data<readonly HeatMapCell[]>>('/api/leave/heatmap', { query: { ...query, rows }, signal })).data,
    ...STILL,
  })

export const unlinkedQuery = pagedQuery<Unlinked>(LEAVE_DATA, '/api/leave/unlinked')
export const rejectsQuery = pagedQuery<Reject>(LEAVE_DATA, '/api/leave/rejects')

export const PEOPLE_FOUND = 20
export const findPeopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['people', 'found', q],
    queryFn: async ({ signal }) =>
      (
        await call<Page<FoundPerson>>('/api/users', {
          query: { q, limit: PEOPLE_FOUND, sort: 'name' },
          signal,
        })
      ).data,
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })

export const syncLeave = () => call<Data<LeaveStatus>>('/api/leave/sync', { method: 'POST' })
/** null: nobody of ours. */
export const linkEmployee = (id: number, userId: number | null) =>
  call(`/api/leave/employees/${id}/link`, { method: 'PUT', body: { userId } })
export const unlinkEmployee = (id: number) => call(`/api/leave/employees/${id}/link`, { method: 'DELETE' })
