import { dataOf, etagOf, pageOf, pageQuery, problems, type Route, route } from '@rollcall/platform'
import { z } from 'zod'
import { flag, id, idParam, search, shortText } from '../fields/fields.ts'
import { SortedPage, sortQuery } from '../fields/sorted-page.ts'
import { enrolment, KINDS, newUser, type User, user, userChange } from './user.ts'
import { USER_SORTS, type UserFilter, type UserQueries } from './user-queries.ts'
import type { UserStore } from './user-store.ts'

const TAG = 'People'
const EXAMPLE = { name: 'Asha Rai', schoolId: 1, kind: 'student' }

export const userFilterQuery = {
  q: search.optional(),
  schoolId: id.optional(),
  classId: id.optional(),
  kind: z.enum(KINDS).optional(),
  yearGroup: shortText().optional(),
  deleted: flag.optional().describe('Those who have been deleted as well'),
}
type FilterQuery = z.output<z.ZodObject<typeof userFilterQuery>>

export const userFilter = (query: FilterQuery, schools: readonly number[] | null): UserFilter => ({
  schools,
  schoolId: query.schoolId ?? null,
  classId: query.classId ?? null,
  kind: query.kind ?? null,
  yearGroup: query.yearGroup ?? null,
  search: query.q || null,
  deleted: query.deleted ?? false,
})

const answered = (data: User, status = 200) => ({
  status,
  headers: { etag: etagOf(data.version), ...(status === 201 && { location: `/api/users/${data.id}` }) },
  body: { data },
})

export const userRoutes = (queries: UserQueries, store: UserStore): Route[] => [
  route({
    method: 'get',
    path: '/api/users',
    tag: TAG,
    summary: 'People, searched, filtered and sorted',
    right: 'people.read',
    query: z.object({
      ...pageQuery,
      ...userFilterQuery,
      sort: sortQuery(USER_SORTS, 'id'),
      count: flag.optional().describe('Tell how many there are on all pages, as `total`'),
    }),
    answers: {
      200: { description: 'A page of people', schema: pageOf(user).extend({ total: z.int().optional() }) },
    },
    async handle({ caller, query }) {
      const filter = userFilter(query, caller.schools)
      const page = new SortedPage(USER_SORTS, query)
      const rows = await queries.list(filter, page)
      const total = query.count ? { total: await queries.count(filter) } : {}
      return { body: { data: rows.map(({ sortedBy: _, ...row }) => row), next: page.next(rows), ...total } }
    },
  }),
  route({
    method: 'post',
    path: '/api/users',
    tag: TAG,
    summary: 'A new person, enrolled at a school',
    right: 'people.write',
    body: newUser,
    wrapped: 'user',
    bodyExample: EXAMPLE,
    answers: { 201: { description: 'The person', schema: dataOf(user) } },
    async handle({ body, caller, requestId, req }) {
      return answered(await store.create({ caller, requestId, req }, body), 201)
    },
  }),
  route({
    method: 'get',
    path: '/api/users/{id}',
    tag: TAG,
    summary: 'One person, also after being deleted',
    right: 'people.read',
    params: idParam,
    answers: { 200: { description: 'The person', schema: dataOf(user) } },
    async handle({ caller, params }) {
      const found = await queries.show(params.id, caller.schools)
      if (!found) throw problems.notFound('user')
      return answered(found)
    },
  }),
  route({
    method: 'get',
    path: '/api/users/{id}/enrolments',
    tag: TAG,
    summary: 'In which schools a person was, is and will be; both dates are included',
    right: 'people.read',
    params: idParam,
    answers: { 200: { description: 'The enrolments, oldest first', schema: pageOf(enrolment) } },
    async handle({ caller, params }) {
      if (!(await queries.show(params.id, caller.schools))) throw problems.notFound('user')
      return { body: { data: await queries.enrolments(params.id), next: null } }
    },
  }),
  route({
    method: 'patch',
    path: '/api/users/{id}',
    tag: TAG,
    summary: 'Change some fields of a person',
    description:
      'Another `schoolId` is a move: it begins `from` a day to come. The present `schoolId` calls a move off.',
    right: 'people.write',
    params: idParam,
    body: userChange,
    wrapped: 'user',
    bodyExample: { email: 'asha.rai@example.org' },
    answers: { 200: { description: 'The person', schema: dataOf(user) } },
    async handle({ body, params, caller, requestId, req }) {
      return answered(await store.change({ caller, requestId, req }, params.id, body))
    },
  }),
  route({
    method: 'put',
    path: '/api/users/{id}',
    tag: TAG,
    summary: 'A person as a whole: what is left out is empty from then on',
    right: 'people.write',
    params: idParam,
    body: newUser,
    wrapped: 'user',
    bodyExample: EXAMPLE,
    answers: { 200: { description: 'The person', schema: dataOf(user) } },
    async handle({ body, params, caller, requestId, req }) {
      return answered(await store.replace({ caller, requestId, req }, params.id, body))
    },
  }),
  route({
    method: 'delete',
    path: '/api/users/{id}',
    tag: TAG,
    summary: 'End a person’s enrolment today; what was recorded stays',
    right: 'people.write',
    params: idParam,
    answers: { 204: { description: 'Done' } },
    async handle({ params, caller, requestId, req }) {
      await store.delete({ caller, requestId, req }, params.id)
      return { status: 204 }
    },
  }),
]
