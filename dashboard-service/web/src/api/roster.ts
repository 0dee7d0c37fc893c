import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { WholeCalendar } from '../../../src/calendars/calendar.ts'
import type { SchoolClass as StoredClass, YearGroup } from '../../../src/classes/class.ts'
import type { Import as StoredImport } from '../../../src/import/import-store.ts'
import type { ImportKind } from '../../../src/import/sheet.ts'
import type { Enrolment, Kind, User } from '../../../src/people/user.ts'
import type { School as StoredSchool } from '../../../src/schools/school.ts'
import { call, type Query } from './call.ts'
import { pagedQuery } from './paged.ts'
import { wholeList } from './queries.ts'
import type { Data } from './shapes.ts'
import type { Wire } from './wire.ts'

// Schools, classes and people themselves, as those keep them who may.
export type { Enrolment, ImportKind, Kind, WholeCalendar, YearGroup }
export type School = Wire<StoredSchool>
export type Person = Wire<User>
export type SchoolClass = Wire<StoredClass>
export type Import = Wire<StoredImport>
/** Its version is the school's. */
export type VersionedCalendar = WholeCalendar & { readonly version: number }

/** All that begins with this is read again after a change. */
export const ROSTER = ['roster'] as const

const listOf = <Row>(path: string, query: Query) => ({
  ...pagedQuery<Row>(ROSTER, path, query),
  // What is shown stays until the next letter's answer is there.
  placeholderData: keepPreviousData,
})
export const schoolListQuery = (query: Query) => listOf<School>('/api/schools', query)
export const peopleListQuery = (query: Query) => listOf<Person>('/api/users', query)
export const classListQuery = (schoolId: number, q?: string) =>
  listOf<SchoolClass>('/api/classes', { schoolId, q, sort: 'name' })
export const importListQuery = pagedQuery<Import>(ROSTER, '/api/imports', {}, 20)

const one = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
  (await call<Data<T>>(path, { ...(signal && { signal }) })).data
export const readSchool = (id: number, signal?: AbortSignal) => one<School>(`/api/schools/${id}`, signal)
export const readPerson = (id: number) => one<Person>(`/api/users/${id}`)
export const readClass = (id: number) => one<SchoolClass>(`/api/classes/${id}`)

export const schoolQuery = (id: number) =>
  queryOptions({ queryKey: [...ROSTER, 'school', id], queryFn: ({ signal }) => readSchool(id, signal) })

/** The school first: with a version that is older than the calendar nobody overwrites anything, the other way round they would. */
export async function readCalendar(id: number, signal?: AbortSignal): Promise<VersionedCalendar> {
  const { version } = await readSchool(id, signal)
  return { ...(await one<WholeCalendar>(`/api/schools/${id}/calendar`, signal)), version }
}
export const calendarQuery = (id: number) =>
  queryOptions({ queryKey: [...ROSTER, 'calendar', id], queryFn: ({ signal }) => readCalendar(id, signal) })

export const classesOfQuery = (schoolId: number | undefined) =>
  queryOptions({
    queryKey: [...ROSTER, 'classes', schoolId],
    queryFn: ({ signal }) => wholeList<SchoolClass>('/api/classes', { schoolId, sort: 'name' }, signal),
    enabled: schoolId !== undefined,
  })

export const yearGroupsQuery = (schoolId: number) =>
  queryOptions({
    queryKey: [...ROSTER, 'year-groups', schoolId],
    queryFn: ({ signal }) => one<readonly YearGroup[]>(`/api/schools/${schoolId}/year-groups`, signal),
  })

export const enrolmentsQuery = (personId: number) =>
  queryOptions({
    queryKey: [...ROSTER, 'enrolments', personId],
    queryFn: ({ signal }) => one<readonly Enrolment[]>(`/api/users/${personId}/enrolments`, signal),
  })

/** How far a file is: asked again until it has ended. */
export const importQuery = (id: number | undefined) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: ({ signal }) => one<Import>(`/api/imports/${id}`, signal),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : 500),
  })

export const sendFile = async (kind: ImportKind, file: Blob, dryRun: boolean): Promise<Import> =>
  (await call<Data<Import>>('/api/imports', { method: 'POST', query: { kind, dryRun }, file })).data
