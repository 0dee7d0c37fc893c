import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call, type Query } from './call.ts'
import { Problem } from './problem.ts'
import type { Aggregate, Data, Fever, InsideLine, Me, Page, PersonLine, SchoolDay, SchoolToday } from './shapes.ts'

/**
 * The reads of the screens, each with its key. What live updates of a school make old begins with ['school', id]; of the whole
 * district, with ['district'].
 */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => (await call<Data<Me>>('/api/me', { signal })).data,
  staleTime: 5 * 60_000,
})

/** Every school that the caller sees. */
export const schoolsQuery = queryOptions({
  queryKey: ['district', 'schools'],
  queryFn: ({ signal }) => wholeList<SchoolDay>('/schools', {}, signal),
})

export const districtDayQuery = queryOptions({
  queryKey: ['district', 'day'],
  queryFn: async ({ signal }) =>
    (await call<Data<Aggregate>>('/api/attendances/aggregate/district', { query: { period: 'day' }, signal })).data,
})

export const schoolDayQuery = (id: number) =>
  queryOptions({
    queryKey: ['school', id, 'day'],
    queryFn: async ({ signal }) =>
      (
        await call<Data<Aggregate>>(`/api/attendances/aggregate/school/${id}`, {
          query: { period: 'day', limit: 1 },
          signal,
        })
      ).data,
  })

export const schoolTodayQuery = (id: number, compare: string | undefined) =>
  queryOptions({
    queryKey: ['school', id, 'today', compare],
    queryFn: async ({ signal }) =>
      (await call<Data<SchoolToday>>(`/api/today/schools/${id}`, { query: { compare }, signal })).data,
    placeholderData: keepPreviousData,
  })

/** A school's numbers of a date as GET /schools/{id} has them: with fevers. */
export const schoolOnQuery = (id: number, date: string | undefined) =>
  queryOptions({
    queryKey: ['school', id, 'on', date],
    queryFn: async ({ signal }) =>
      (await call<Data<SchoolDay & { enrolled: number }>>(`/schools/${id}`, { query: { date }, signal })).data,
  })

export const peopleOfDayQuery = (id: number) =>
  queryOptions({
    queryKey: ['school', id, 'people'],
    queryFn: async ({ signal }) => {
      const people: PersonLine[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const query: Query = { period: 'day', limit: 1_000, cursor }
        const { data }: Data<Aggregate> = await call(`/api/attendances/aggregate/school/${id}`, { query, signal })
        people.push(...(data.users?.data ?? []))
        cursor = data.users?.next ?? null
      }
      return people
    },
  })

export const insideQuery = (id: number) =>
  queryOptions({
    queryKey: ['school', id, 'inside'],
    queryFn: ({ signal }) => wholeList<InsideLine>('/api/reports/inside', { school: id }, signal),
  })

export const feversQuery = (id: number, date: string | undefined) =>
  queryOptions({
    queryKey: ['school', id, 'fevers', date],
    queryFn: ({ signal }) => wholeList<Fever>('/api/reports/fevers', { school: id, from: date, to: date }, signal),
    enabled: date !== undefined,
  })

/** All pages of a list, one after the other. */
export async function wholeList<T>(path: string, query: Query, signal?: AbortSignal): Promise<T[]> {
  const all: T[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page<T> = await call(path, { query: { ...query, limit: 1_000, cursor }, ...(signal && { signal }) })
    all.push(...page.data)
    cursor = page.next
  }
  return all
}

/** What passes by itself is tried again, three times; what does not is shown at once. */
export const retry = (failures: number, error: Error): boolean =>
  failures < 3 && (!(error instanceof Problem) || error.passes)
