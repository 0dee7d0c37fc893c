import { queryOptions } from '@tanstack/react-query'
import type { PersonsDay, TimelineEntry } from '../../../src/corrections/person-days.ts'
import type { TrailLine } from '../../../src/corrections/trail.ts'
import type { Period } from './attendance.ts'
import { call } from './call.ts'
import { pagedQuery } from './paged.ts'
import { isProblem } from './problem.ts'
import type { Aggregate, Data, Page } from './shapes.ts'

export type { PersonsDay, TimelineEntry, TrailLine }

export interface Person {
  readonly id: number
  readonly schoolId: number
  readonly externalId: string | null
  readonly name: string
  readonly email: string | null
  readonly kind: 'student' | 'teacher' | 'staff'
  readonly className: string | null
  readonly yearGroup: string | null
  readonly move: { readonly schoolId: number; readonly from: string } | null
  readonly deletedAt: string | null
}

export interface Enrolment {
  readonly schoolId: number
  readonly from: string
  readonly to: string | null
}

/** What a day comes to: of the day itself, and on both sides of a preview. */
export type DayFigures = Pick<
  PersonsDay,
  'status' | 'why' | 'minutes' | 'firstIn' | 'lastOut' | 'insideSince' | 'highestTemperature' | 'flags' | 'mark'
>

export interface Preview {
  readonly version: string
  readonly before: DayFigures
  readonly after: DayFigures
}

type Event = { readonly type: 'checkin' | 'checkout'; readonly timestamp: string; readonly temperature: number | null }
export type Change =
  | { readonly kind: 'mark'; readonly status: string }
  | ({ readonly kind: 'add' } & Event)
  | ({ readonly kind: 'amend'; readonly id: string } & Event)
  | { readonly kind: 'void'; readonly id: string }
  | { readonly kind: 'undo'; readonly undoes: number }

export type CorrectionBody = Change & {
  readonly userId: number
  readonly localDate: string
  readonly reason: string
  readonly expectedVersion: string
}

/** null where there is none: out of one's sight is as if it were not there. */
async function orNull<T>(read: Promise<Data<T>>): Promise<T | null> {
  try {
    return (await read).data
  } catch (error) {
    if (isProblem(error, 404)) return null
    throw error
  }
}

export const personQuery = (id: number) =>
  queryOptions({
    queryKey: ['person', id, 'record'],
    queryFn: ({ signal }) => orNull(call<Data<Person>>(`/api/users/${id}`, { signal })),
  })

export const enrolmentsQuery = (id: number) =>
  queryOptions({
    queryKey: ['person', id, 'enrolments'],
    queryFn: async ({ signal }) => (await call<Page<Enrolment>>(`/api/users/${id}/enrolments`, { signal })).data,
  })

/** Their day, week or month by the same rule as everybody's. Whoever sees one of their schools may ask. */
export const personPeriodQuery = (id: number, period: Period) =>
  queryOptions({
    queryKey: ['person', id, 'period', period],
    queryFn: ({ signal }) =>
      orNull(call<Data<Aggregate>>(`/api/attendances/aggregate/user/${id}`, { query: { period }, signal })),
  })

export const personDaysQuery = (id: number, from: string, to: string) =>
  queryOptions({
    queryKey: ['person', id, 'days', from, to],
    queryFn: async ({ signal }) =>
      (await call<Page<PersonsDay>>(`/api/users/${id}/days`, { query: { from, to }, signal })).data,
  })

/** A day that is going on is followed: its key is one that live updates of the school make old. null: not enrolled then. */
export const dayQuery = (id: number, date: string, liveAt?: number) =>
  queryOptions({
    queryKey: [...(liveAt === undefined ? [] : ['school', liveAt]), 'person', id, 'day', date],
    queryFn: ({ signal }) => orNull(call<Data<PersonsDay>>(`/api/days/${date}/users/${id}`, { signal })),
  })

export const trailQuery = (id: number, date: string | undefined) =>
  pagedQuery<TrailLine>(['person', id], '/api/corrections', { user: id, from: date, to: date }, 50)

export const previewOf = async (body: CorrectionBody): Promise<Preview> =>
  (await call<Data<Preview>>('/api/corrections/preview', { method: 'POST', body })).data

export const correct = async (body: CorrectionBody): Promise<{ id: number; day: PersonsDay }> =>
  (await call<Data<{ id: number; day: PersonsDay }>>('/api/corrections', { method: 'POST', body })).data

export const findPeopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['people', 'find', q],
    queryFn: async ({ signal }) =>
      (await call<Page<Person>>('/api/users', { query: { q, sort: 'name', limit: 12 }, signal })).data,
    enabled: q !== '',
    staleTime: 60_000,
  })
