import { dataOf, etagOf, pageOf, pageQuery, problems, type Route, route } from '@rollcall/platform'
import { z } from 'zod'
import { id, idParam, search } from '../fields/fields.ts'
import { SortedPage, sortQuery } from '../fields/sorted-page.ts'
import { classChange, newClass, type SchoolClass, schoolClass, yearGroup, yearGroupChange } from './class.ts'
import { CLASS_SORTS, type ClassQueries } from './class-queries.ts'
import type { ClassStore } from './class-store.ts'
import type { YearGroupStore } from './year-group-store.ts'

const TAG = 'Classes'

const answered = (data: SchoolClass, status = 200) => ({
  status,
  headers: { etag: etagOf(data.version), ...(status === 201 && { location: `/api/classes/${data.id}` }) },
  body: { data },
})

export const classRoutes = (classes: ClassQueries, store: ClassStore, yearGroups: YearGroupStore): Route[] => [
  route({
    method: 'get',
    path: '/api/classes',
    tag: TAG,
    summary: 'Classes, searched and sorted',
    right: 'people.read',
    query: z.object({
      ...pageQuery,
      q: search.optional(),
      schoolId: id.optional(),
      sort: sortQuery(CLASS_SORTS, 'id'),
    }),
    answers: { 200: { description: 'A page of classes', schema: pageOf(schoolClass) } },
    async handle({ caller, query }) {
      const page = new SortedPage(CLASS_SORTS, query)
      const filter = { schools: caller.schools, schoolId: query.schoolId ?? null, search: query.q || null }
      const rows = await classes.list(filter, page)
      return { body: { data: rows.map(({ sortedBy: _, ...row }) => row), next: page.next(rows) } }
    },
  }),
  route({
    method: 'post',
    path: '/api/classes',
    tag: TAG,
    summary: 'A new class of a school',
    right: 'schools.write',
    body: newClass,
    wrapped: 'class',
    bodyExample: { schoolId: 1, name: '7b', yearGroup: 'Year 7' },
    answers: { 201: { description: 'The class', schema: dataOf(schoolClass) } },
    async handle({ body, caller, requestId, req }) {
      return answered(await store.create({ caller, requestId, req }, body), 201)
    },
  }),
  route({
    method: 'get',
    path: '/api/classes/{id}',
    tag: TAG,
    summary: 'One class',
    right: 'people.read',
    params: idParam,
    answers: { 200: { description: 'The class', schema: dataOf(schoolClass) } },
    async handle({ caller, params }) {
      const found = await classes.show(params.id, caller.schools)
      if (!found) throw problems.notFound('class')
      return answered(found)
    },
  }),
  route({
    method: 'patch',
    path: '/api/classes/{id}',
    tag: TAG,
    summary: 'Change the name or the year group of a class',
    right: 'schools.write',
    params: idParam,
    body: classChange,
    wrapped: 'class',
    bodyExample: { name: '8b', yearGroup: 'Year 8' },
    answers: { 200: { description: 'The class', schema: dataOf(schoolClass) } },
    async handle({ body, params, caller, requestId, req }) {
      return answered(await store.change({ caller, requestId, req }, params.id, body))
    },
  }),
  route({
    method: 'delete',
    path: '/api/classes/{id}',
    tag: TAG,
    summary: 'Delete a class; its people stay, without a class',
    right: 'schools.write',
    params: idParam,
    answers: { 204: { description: 'Done' } },
    async handle({ params, caller, requestId, req }) {
      await store.delete({ caller, requestId, req }, params.id)
      return { status: 204 }
    },
  }),
  route({
    method: 'get',
    path: '/api/schools/{id}/year-groups',
    tag: TAG,
    summary: 'The year groups of a school, with how many people are in each',
    right: 'people.read',
    params: idParam,
    answers: { 200: { description: 'The year groups', schema: pageOf(yearGroup) } },
    async handle({ caller, params }) {
      if (!(await classes.isSchool(params.id, caller.schools))) throw problems.notFound('school')
      return { body: { data: await classes.yearGroups(params.id), next: null } }
    },
  }),
  route({
    method: 'patch',
    path: '/api/schools/{id}/year-groups',
    tag: TAG,
    summary: 'Rename a year group of a school, or take it away',
    description: 'Of all its classes and people at once.',
    right: 'schools.write',
    params: idParam,
    body: yearGroupChange,
    bodyExample: { yearGroup: 'Year 7', to: 'Grade 7' },
    answers: { 200: { description: 'The year groups as they are now', schema: pageOf(yearGroup) } },
    async handle({ body, params, caller, requestId, req }) {
      await yearGroups.change({ caller, requestId, req }, params.id, body)
      return { body: { data: await classes.yearGroups(params.id), next: null } }
    },
  }),
]
