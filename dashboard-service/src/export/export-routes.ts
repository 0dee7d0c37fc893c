import { type Pool, type Route, route } from '@rollcall/platform'
import { z } from 'zod'
import { id, search } from '../fields/fields.ts'
import { classSheet } from '../import/class-sheet.ts'
import { peopleSheet } from '../import/people-sheet.ts'
import { schoolSheet } from '../import/school-sheet.ts'
import type { Sheet } from '../import/sheet.ts'
import { filterValues, USER_FILTER } from '../people/user-queries.ts'
import { userFilter, userFilterQuery } from '../people/user-routes.ts'
import { SCHOOL_FILTER, schoolFilterValues } from '../schools/school-list.ts'
import { schoolFilter } from '../schools/school-record-routes.ts'
import { sendCsv } from './send-csv.ts'

const TAG = 'Import and export'
const answers = { 200: { description: 'All of them, as an import takes them', contentType: 'text/csv' } }
const namesOf = ({ columns }: Sheet) => Object.keys(columns)

// The columns in the order of the sheets.
const SCHOOLS = `SELECT s.id, s.external_id, s.name, s.time_zone, to_char(s.opens_at, 'HH24:MI'),
    to_char(s.closes_at, 'HH24:MI'), s.late_after_minutes
  FROM roster.schools s WHERE ${SCHOOL_FILTER} ORDER BY s.id`
const CLASSES = `SELECT c.id, c.school_id, s.external_id, c.name, c.year_group
  FROM roster.classes c JOIN roster.schools s ON s.id = c.school_id
  WHERE ($1::int[] IS NULL OR c.school_id = ANY($1)) AND ($2::int IS NULL OR c.school_id = $2) AND s.deleted_at IS NULL
  ORDER BY c.id`
const PEOPLE = `SELECT u.id, u.external_id, u.name, u.email, u.kind, u.school_id, s.external_id, c.name, u.year_group,
    (SELECT max(e.from_date) FROM roster.enrolments e WHERE e.user_id = u.id AND e.school_id = u.school_id)
  FROM roster.users u JOIN roster.schools s ON s.id = u.school_id LEFT JOIN roster.classes c ON c.id = u.class_id
  WHERE ${USER_FILTER} ORDER BY u.id`

/** Lists as files: what is given out can be sent in again as it is. */
export const exportRoutes = (pool: Pool): Route[] => [
  route({
    method: 'get',
    path: '/api/schools.csv',
    tag: TAG,
    summary: 'Schools as CSV',
    right: 'people.read',
    query: z.object({ q: search.optional() }),
    answers,
    async handle({ caller, query, res }) {
      const values = schoolFilterValues(schoolFilter(query, caller.schools))
      await sendCsv(pool, res, { name: 'schools', columns: namesOf(schoolSheet), query: SCHOOLS, values })
      return undefined
    },
  }),
  route({
    method: 'get',
    path: '/api/classes.csv',
    tag: TAG,
    summary: 'Classes as CSV',
    right: 'people.read',
    query: z.object({ schoolId: id.optional() }),
    answers,
    async handle({ caller, query, res }) {
      const values = [caller.schools, query.schoolId ?? null]
      await sendCsv(pool, res, { name: 'classes', columns: namesOf(classSheet), query: CLASSES, values })
      return undefined
    },
  }),
  route({
    method: 'get',
    path: '/api/users.csv',
    tag: TAG,
    summary: 'People as CSV, with the filters of the list',
    right: 'people.read',
    query: z.object(userFilterQuery).omit({ deleted: true }),
    answers,
    async handle({ caller, query, res }) {
      const values = filterValues(userFilter(query, caller.schools))
      await sendCsv(pool, res, { name: 'people', columns: namesOf(peopleSheet), query: PEOPLE, values })
      return undefined
    },
  }),
]
