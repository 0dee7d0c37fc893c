import { idNumber, isLocalDate } from '@rollcall/domain'
import {
  dataOf,
  pageOf,
  pageQuery,
  problems,
  type Route,
  readCursor,
  route,
  sees,
  writeCursor,
} from '@rollcall/platform'
import { z } from 'zod'
import type { SchoolQueries } from './school-queries.ts'

const DAY_MS = 24 * 3_600_000

const date = z.string().refine(isLocalDate, 'a date such as 2026-09-01').optional()
const count = z.int().min(0)
const schoolDay = z.object({
  id: idNumber,
  name: z.string(),
  timeZone: z.string(),
  localDate: z.string(),
  attendance: count,
  present: count,
  inside: count,
  late: count,
  fevers: count,
})
const instant = z.iso.datetime()
const lastHours = z.object({
  since: instant,
  checkIns: count,
  checkOuts: count,
  people: count,
  fevers: count,
  highestTemperature: z.number().nullable(),
  asOf: instant.nullable(),
  byHour: z.array(z.object({ hour: instant, checkIns: count, checkOuts: count })),
})

const place = z.tuple([count, idNumber])

/** Schools with the day's attendance, as dashboards show them. */
export const schoolRoutes = (schools: SchoolQueries): Route[] => [
  route({
    method: 'get',
    path: '/schools',
    tag: 'Schools today',
    summary: 'Schools with the day’s attendance and fevers, most fevers first',
    right: 'attendance.read',
    query: z.object({ ...pageQuery, date }),
    answers: { 200: { description: 'A page of schools', schema: pageOf(schoolDay) } },
    async handle({ caller, query }) {
      const after = query.cursor === undefined ? undefined : readCursor(query.cursor, place)
      if (query.cursor !== undefined && !after)
        throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
      const data = await schools.list({
        date: query.date ?? null,
        schools: caller.schools,
        after: after ? { fevers: after[0], id: after[1] } : null,
        limit: query.limit,
      })
      const last = data.at(-1)
      const next = last && data.length === query.limit ? writeCursor([last.fevers, last.id]) : null
      return { body: { data, next } }
    },
  }),
  route({
    method: 'get',
    path: '/schools/{id}',
    tag: 'Schools today',
    summary: 'One school: its day, and the last 24 hours',
    right: 'attendance.read',
    params: z.object({ id: z.string() }),
    query: z.object({ date }),
    answers: {
      200: {
        description: 'The school',
        schema: dataOf(schoolDay.extend({ enrolled: count, last24Hours: lastHours })),
      },
    },
    async handle({ caller, params, query }) {
      const id = idNumber.safeParse(Number(params.id))
      const school = id.success && sees(caller, id.data) ? await schools.show(id.data, query.date ?? null) : undefined
      if (!school) throw problems.notFound('school')
      const last24Hours = await schools.lastHours(school.id, new Date(Date.now() - DAY_MS))
      return { body: { data: { ...school, last24Hours } } }
    },
  }),
]
