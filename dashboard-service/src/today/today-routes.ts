import { idNumber, isLocalDate } from '@rollcall/domain'
import { dataOf, problems, type Route, route, sees } from '@rollcall/platform'
import { z } from 'zod'
import type { TodayQueries } from './today-queries.ts'

const date = z.string().refine(isLocalDate, 'a date such as 2026-09-01').optional()
const count = z.int()
const arrivals = z.object({
  localDate: z.string(),
  steps: z.array(z.object({ minute: count, arrivals: count })),
})
const today = z.object({
  id: count,
  name: z.string(),
  timeZone: z.string(),
  localDate: z.string(),
  opensAt: z.string(),
  closesAt: z.string(),
  lateAfterMinutes: count,
  arrivals: arrivals.describe('How many had come by each minute since the school’s midnight'),
  compared: arrivals.nullable().describe('The same of the date in `compare`'),
  last: z.array(
    z.object({
      userId: count,
      name: z.string(),
      className: z.string().nullable(),
      type: z.enum(['checkin', 'checkout']),
      timestamp: z.string(),
      temperature: z.number().nullable(),
      image: z.string().nullable(),
    }),
  ),
})

/** What a screen shows beside the figures while people arrive. */
export const todayRoutes = (queries: TodayQueries): Route[] => [
  route({
    method: 'get',
    path: '/api/today/schools/{id}',
    tag: 'Schools today',
    summary: 'A school as it fills: the curve of arrivals, and who came or went last',
    right: 'attendance.read',
    params: z.object({ id: z.coerce.number('a number').pipe(idNumber) }),
    query: z.object({ compare: date, last: z.coerce.number('a number').int().min(0).max(100).default(20) }),
    answers: { 200: { description: 'The school', schema: dataOf(today) } },
    async handle({ caller, params, query, res }) {
      const school = sees(caller, params.id) ? await queries.school(params.id) : undefined
      if (!school) throw problems.notFound('school')
      const [arrivals, compared, last] = await Promise.all([
        queries.arrivals(school, school.localDate),
        query.compare === undefined ? null : queries.arrivals(school, query.compare),
        queries.lastArrivals(school.id, query.last),
      ])
      res.setHeader('cache-control', 'no-store')
      return { body: { data: { ...school, arrivals, compared, last } } }
    },
  }),
]
