import { dataOf, etagOf, pageOf, pageQuery, problems, type Route, route } from '@rollcall/platform'
import { z } from 'zod'
import { flag, idParam, search } from '../fields/fields.ts'
import { SortedPage, sortQuery } from '../fields/sorted-page.ts'
import { newSchool, type School, school, schoolChange } from './school.ts'
import { SCHOOL_SORTS, type SchoolFilter, type SchoolList } from './school-list.ts'
import type { SchoolStore } from './school-store.ts'

const TAG = 'Schools'
const EXAMPLE = { name: 'Maple Grove Primary School', timeZone: 'Europe/London', opensAt: '08:30', closesAt: '15:15' }

export const schoolFilterQuery = {
  q: search.optional(),
  deleted: flag.optional().describe('Those that have been deleted as well'),
}
export const schoolFilter = (
  query: z.output<z.ZodObject<typeof schoolFilterQuery>>,
  schools: readonly number[] | null,
): SchoolFilter => ({ schools, search: query.q || null, deleted: query.deleted ?? false })

const answered = (data: School, status = 200) => ({
  status,
  headers: { etag: etagOf(data.version), ...(status === 201 && { location: `/api/schools/${data.id}` }) },
  body: { data },
})

/** Schools themselves; what their day has come to is under /schools. */
export const schoolRecordRoutes = (schools: SchoolList, store: SchoolStore): Route[] => [
  route({
    method: 'get',
    path: '/api/schools',
    tag: TAG,
    summary: 'Schools, searched and sorted',
    right: 'people.read',
    query: z.object({
      ...pageQuery,
      ...schoolFilterQuery,
      sort: sortQuery(SCHOOL_SORTS, 'id'),
      count: flag.optional().describe('Tell how many there are on all pages, as `total`'),
    }),
    answers: {
      200: { description: 'A page of schools', schema: pageOf(school).extend({ total: z.int().optional() }) },
    },
    async handle({ caller, query }) {
      const filter = schoolFilter(query, caller.schools)
      const page = new SortedPage(SCHOOL_SORTS, query)
      const rows = await schools.list(filter, page)
      const total = query.count ? { total: await schools.count(filter) } : {}
      return { body: { data: rows.map(({ sortedBy: _, ...row }) => row), next: page.next(rows), ...total } }
    },
  }),
  route({
    method: 'post',
    path: '/api/schools',
    tag: TAG,
    summary: 'A new school',
    right: 'schools.write',
    body: newSchool,
    wrapped: 'school',
    bodyExample: EXAMPLE,
    answers: { 201: { description: 'The school', schema: dataOf(school) } },
    async handle({ body, caller, requestId, req }) {
      return answered(await store.create({ caller, requestId, req }, body), 201)
    },
  }),
  route({
    method: 'get',
    path: '/api/schools/{id}',
    tag: TAG,
    summary: 'One school, also after being deleted',
    right: 'people.read',
    params: idParam,
    answers: { 200: { description: 'The school', schema: dataOf(school) } },
    async handle({ caller, params }) {
      const found = await schools.show(params.id, caller.schools)
      if (!found) throw problems.notFound('school')
      return answered(found)
    },
  }),
  route({
    method: 'patch',
    path: '/api/schools/{id}',
    tag: TAG,
    summary: 'Change some fields of a school',
    description: 'Another `timeZone` begins on a date to come. The present one calls a change off that has not begun.',
    right: 'schools.write',
    params: idParam,
    body: schoolChange,
    wrapped: 'school',
    bodyExample: { lateAfterMinutes: 15 },
    answers: { 200: { description: 'The school', schema: dataOf(school) } },
    async handle({ body, params, caller, requestId, req }) {
      return answered(await store.change({ caller, requestId, req }, params.id, body))
    },
  }),
  route({
    method: 'put',
    path: '/api/schools/{id}',
    tag: TAG,
    summary: 'A school as a whole: what is left out is as for a new one',
    right: 'schools.write',
    params: idParam,
    body: newSchool,
    wrapped: 'school',
    bodyExample: EXAMPLE,
    answers: { 200: { description: 'The school', schema: dataOf(school) } },
    async handle({ body, params, caller, requestId, req }) {
      return answered(await store.replace({ caller, requestId, req }, params.id, body))
    },
  }),
  route({
    method: 'delete',
    path: '/api/schools/{id}',
    tag: TAG,
    summary: 'Delete a school that has no people any more; its history stays',
    right: 'schools.write',
    params: idParam,
    answers: { 204: { description: 'Done' } },
    async handle({ params, caller, requestId, req }) {
      await store.delete({ caller, requestId, req }, params.id)
      return { status: 204 }
    },
  }),
]
