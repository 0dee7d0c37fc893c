import { addDays, utcDate, utcMidnight } from '@rollcall/domain'
import { pageOf, pageQuery, problems, type Route, route, writeCursor } from '@rollcall/platform'
import { z } from 'zod'
import { flag } from '../fields/fields.ts'
import type { AwayQueries } from './away-queries.ts'
import { CSV_ROWS, sendCsv } from './csv.ts'
import { afterOf } from './cursor.ts'
import { date, filterQuery, format } from './leave-filters.ts'
import { HEATMAP_ROWS, type LeaveNumbers, TRENDS_BY } from './leave-numbers.ts'
import * as schemas from './leave-schemas.ts'
import type { SharedAnswers } from './shared-answers.ts'

const TAG = 'Leave'
const LONGEST_DAYS = 400
const AWAY = ['employeeId', 'name', 'leaveType', 'state', 'startDate', 'endDate', 'firstDay', 'lastDay', 'days']

export const numberRoutes = (parts: { numbers: LeaveNumbers; away: AwayQueries; shared: SharedAnswers }): Route[] => [
  route({
    method: 'get',
    path: '/api/leave/trends',
    tag: TAG,
    summary: 'Days of leave by month, department, type, designation or employee',
    description: 'The parts are together the total, whatever the filters.',
    right: 'leave.read',
    query: z.object({ by: z.enum(TRENDS_BY, `one of ${TRENDS_BY.join(', ')}`), ...filterQuery, format }),
    answers: { 200: { description: 'The parts and the total', schema: schemas.trend } },
    async handle({ caller, query, res }) {
      const { by, format: wanted, ...filters } = query
      const scoped = { ...filters, schools: caller.schools }
      const trend = await parts.shared.get(['trend', by, scoped], () => parts.numbers.trend(by, scoped))
      if (wanted === 'csv')
        return sendCsv(res, `leave-by-${by}`, trend.data, ['key', 'name', 'days', 'leaves', 'employees'])
      return { body: trend }
    },
  }),
  route({
    method: 'get',
    path: '/api/leave/heatmap',
    tag: TAG,
    summary: 'Months or weekdays by year, in percent of all days of the map',
    right: 'leave.read',
    query: z.object({ rows: z.enum(HEATMAP_ROWS, 'month or weekday'), ...filterQuery, format }),
    answers: { 200: { description: 'Its cells; row 1 is January, or Monday', schema: schemas.heatmap } },
    async handle({ caller, query, res }) {
      const { rows, format: wanted, ...filters } = query
      const scoped = { ...filters, schools: caller.schools }
      const data = await parts.shared.get(['heatmap', rows, scoped], () => parts.numbers.heatmap(rows, scoped))
      if (wanted === 'csv') return sendCsv(res, `leave-heatmap-${rows}`, data, ['year', 'row', 'days', 'percent'])
      return { body: { data } }
    },
  }),
  route({
    method: 'get',
    path: '/api/leave/away',
    tag: TAG,
    summary: 'Who is away: today, on a date, or between two',
    right: 'leave.read',
    query: z.object({
      ...{
        ...pageQuery,
        on: date.describe('One date; today by UTC unless something else is said'),
        from: date,
        to: date,
      },
      ...{ ...filterQuery, format },
      count: flag.optional().describe('Tell of all pages how many leaves (`total`) of how many `people` they have'),
    }),
    answers: {
      200: {
        description: 'A page of leave, by its first day in these dates',
        schema: pageOf(schemas.away).extend({ total: z.int().optional(), people: z.int().optional() }),
      },
    },
    async handle({ caller, query, res }) {
      const { on, from, to, cursor, limit, count, format: wanted, ...filters } = query
      const asked = datesOf({ on, from, to })
      const after = afterOf(cursor, z.tuple([z.iso.date(), z.int()]))
      const isCsv = wanted === 'csv'
      const scoped = { ...filters, schools: caller.schools }
      const data = await parts.away.between(scoped, { ...asked, after, limit: isCsv ? CSV_ROWS : limit })
      if (isCsv) return sendCsv(res, 'away', data, AWAY)
      const last = data.at(-1)
      const next = last && data.length === limit ? writeCursor([last.firstDay, last.leaveId]) : null
      return { body: { data, next, ...(count && (await parts.away.count(scoped, asked))) } }
    },
  }),
]

function datesOf({ on, from, to }: { on: string | undefined; from: string | undefined; to: string | undefined }) {
  const first = on ?? from ?? to ?? utcDate(Date.now())
  const last = on ?? to ?? first
  const wrong = (field: string, message: string) => problems.invalid([{ field, message }])
  if (on !== undefined && (from !== undefined || to !== undefined)) throw wrong('on', 'either on, or from and to')
  if (last < first) throw wrong('to', 'not before from')
  if (utcMidnight(last) > utcMidnight(addDays(first, LONGEST_DAYS))) throw wrong('to', `at most ${LONGEST_DAYS} days`)
  return { from: first, to: last }
}
