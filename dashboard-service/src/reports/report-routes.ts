import { addDays, isLocalDate, type LocalDate, utcDate } from '@rollcall/domain'
import { type Caller, dataOf, pageQuery, problems, type Route, route, writeCursor } from '@rollcall/platform'
import type { Response } from 'express'
import { z } from 'zod'
import type { Cached } from '../cache/answer-cache.ts'
import { localDate, personId } from '../corrections/correction-body.ts'
import { answerCsv, formatQuery, wantsCsv } from '../csv/csv-answer.ts'
import { flag } from '../fields/fields.ts'
import { BANDS } from './absences.ts'
import { figuresShape, readUserCursor, writeUserCursor } from './aggregate-routes.ts'
import { FIGURES } from './figures.ts'
import type { InsideLine, InsideList } from './inside.ts'
import { tooLong } from './presence.ts'
import type { RangeReports } from './range-reports.ts'
import type { DateRange } from './school-dates.ts'
import type { Scope, Scopes } from './scope.ts'

const TAG = 'Reports'
const NINETY_DAYS = 89

const ofWhom = {
  school: personId.optional(),
  class: personId.optional().describe('Instead of a school'),
}
export const rangeQuery = { from: localDate.optional(), to: localDate.optional() }
const count = z.int()
const person = { userId: count, name: z.string(), className: z.string().nullable() }
const next = z.string().nullable()

/** Without an end until today, wherever that is latest; without a beginning ninety days. */
export function rangeOf(query: { from?: LocalDate | undefined; to?: LocalDate | undefined }, now: Date): DateRange {
  const to = query.to ?? addDays(utcDate(now.getTime()), 1)
  const from = query.from ?? addDays(to, -NINETY_DAYS)
  if (to < from) throw problems.invalid([{ field: 'to', message: 'before "from"' }])
  if (tooLong(from, to)) throw problems.invalid([{ field: 'to', message: 'at most 400 days after "from"' }])
  return { from, to }
}

/** The page of a list that is computed as a whole. */
function slice<T>(
  all: readonly T[],
  cursor: string | undefined,
  limit: number,
): { data: readonly T[]; next: string | null } {
  const from = readUserCursor(cursor)
  const to = from + limit
  return { data: all.slice(from, to), next: to < all.length ? writeCursor([to]) : null }
}

const told = <T>(res: Response, { value, state }: Cached<T>): T => {
  res.setHeader('x-cache', state)
  return value
}

export const reportRoutes = (parts: { reports: RangeReports; inside: InsideList; scopes: Scopes }): Route[] => {
  const { reports, inside, scopes } = parts
  /** Lists of people of whole districts are nobody's to read: they are asked for by school or class. */
  const oneSchool = async (
    caller: Caller,
    query: { school?: number | undefined; class?: number | undefined },
  ): Promise<Scope> => {
    const scope = await scopes.of(caller, query)
    if (scope.schools?.length !== 1)
      throw problems.invalid([{ field: 'school', message: 'a school or a class is needed' }])
    return scope
  }
  return [
    route({
      method: 'get',
      path: '/api/reports/trend',
      tag: TAG,
      summary: 'The figures of each school day of a range',
      right: 'attendance.read',
      query: z.object({ ...ofWhom, ...rangeQuery, ...formatQuery }),
      answers: {
        200: { description: 'By date', schema: dataOf(z.array(z.object({ date: z.string(), ...figuresShape }))) },
      },
      async handle({ caller, query, req, res }) {
        const now = new Date()
        const data = told(res, await reports.trend(await scopes.of(caller, query), rangeOf(query, now), now))
        if (!wantsCsv(req, query.format)) return { body: { data } }
        const rows = data.map((each) => [each.date, ...FIGURES.map((figure) => each[figure])])
        return answerCsv(res, 'trend', ['date', ...FIGURES], rows)
      },
    }),
    route({
      method: 'get',
      path: '/api/reports/chronic-absence',
      tag: TAG,
      summary: 'What share of their school days people missed, with leave or without; who missed most comes first',
      right: 'attendance.read',
      query: z.object({ ...pageQuery, ...ofWhom, ...rangeQuery, ...formatQuery, band: z.enum(BANDS).optional() }),
      answers: {
        200: {
          description: 'How many people are in each band, and a page of them',
          schema: dataOf(
            z.object({
              bands: z.record(z.enum(BANDS), count),
              people: z.array(
                z.object({
                  ...person,
                  schoolDays: count,
                  missed: count,
                  excused: count,
                  percent: z.number(),
                  band: z.enum(BANDS),
                }),
              ),
            }),
          ).extend({ next }),
        },
      },
      async handle({ caller, query, req, res }) {
        const now = new Date()
        const { bands, people } = told(
          res,
          await reports.chronic(await oneSchool(caller, query), rangeOf(query, now), now),
        )
        const wanted = query.band === undefined ? people : people.filter(({ band }) => band === query.band)
        if (wantsCsv(req, query.format)) return answerCsv(res, 'chronic-absence', CHRONIC, table(wanted, CHRONIC))
        const page = slice(wanted, query.cursor, query.limit)
        return { body: { data: { bands, people: page.data }, next: page.next } }
      },
    }),
    route({
      method: 'get',
      path: '/api/reports/consecutive-absences',
      tag: TAG,
      summary: 'Whom to call: absent on so many school days in a row without leave',
      right: 'attendance.read',
      query: z.object({
        ...pageQuery,
        ...ofWhom,
        ...formatQuery,
        date: localDate.optional().describe('Up to this date; without it today'),
        atLeast: z.coerce.number('a number').int().min(1).max(100).default(3),
        onLeave: flag.optional().describe('false: without those who have leave on the last of these school days'),
      }),
      answers: {
        200: {
          description: 'Who is away longest comes first',
          schema: z.object({
            data: z.array(z.object({ ...person, days: count, since: z.string(), lastStatus: z.string().nullable() })),
            next,
          }),
        },
      },
      async handle({ caller, query, req, res }) {
        const now = new Date()
        const date = query.date ?? addDays(utcDate(now.getTime()), 1)
        const lines = told(res, await reports.consecutive(await oneSchool(caller, query), date, query.atLeast, now))
        const all =
          query.onLeave === undefined
            ? lines
            : lines.filter(({ lastStatus }) => (lastStatus === 'excused') === query.onLeave)
        if (wantsCsv(req, query.format))
          return answerCsv(res, 'consecutive-absences', CONSECUTIVE, table(all, CONSECUTIVE))
        return { body: slice(all, query.cursor, query.limit) }
      },
    }),
    route({
      method: 'get',
      path: '/api/reports/month-sheet',
      tag: TAG,
      summary: 'A month, person by date, with the figures of each date',
      right: 'attendance.read',
      query: z.object({
        ...pageQuery,
        ...ofWhom,
        ...formatQuery,
        month: z.string().refine((text) => isLocalDate(`${text}-01`), 'a month such as 2026-09'),
      }),
      answers: {
        200: {
          description: 'A page of the sheet; the totals are of everybody',
          schema: dataOf(
            z.object({
              dates: z.array(z.string()),
              totals: z.array(z.object({ date: z.string(), ...figuresShape })),
              people: z.array(z.object({ ...person, days: z.array(z.string().nullable()) })),
            }),
          ).extend({ next }),
        },
      },
      async handle({ caller, query, req, res }) {
        const now = new Date()
        const { month, cursor, limit } = query
        const scope = await oneSchool(caller, query)
        if (wantsCsv(req, query.format)) {
          res.setHeader('x-cache', 'bypass')
          const lines = reports.sheetLines(scope, month, now)
          const first = await lines.next()
          const dates = first.value?.dates ?? []
          return answerCsv(res, `sheet-${month}`, [...PERSON, ...dates], sheetRows(lines))
        }
        const sheet = told(res, await reports.sheet(scope, month, readUserCursor(cursor), limit, now))
        const { next: after, ...data } = sheet
        return { body: { data, next: writeUserCursor(after) } }
      },
    }),
    route({
      method: 'get',
      path: '/api/reports/inside',
      tag: TAG,
      summary: 'Who is inside at this moment: the list for an evacuation',
      right: 'attendance.read',
      query: z.object({ ...pageQuery, ...ofWhom, ...formatQuery }),
      answers: {
        200: {
          description: 'A page, and how many there are in all',
          schema: z.object({
            data: z.array(z.object({ ...person, schoolId: count, since: z.string() })),
            total: count,
            next,
          }),
        },
      },
      async handle({ caller, query, req, res }) {
        const now = new Date()
        const scope = await scopes.of(caller, query)
        if (wantsCsv(req, query.format))
          return answerCsv(res, 'inside', INSIDE, tableOf(inside.all(scope, now), INSIDE))
        const data = await inside.page(scope, readUserCursor(query.cursor), query.limit, now)
        const last = data.length === query.limit ? (data.at(-1)?.userId ?? null) : null
        return { body: { data, total: await inside.total(scope, now), next: writeUserCursor(last) } }
      },
    }),
  ]
}

const PERSON = ['userId', 'name', 'className'] as const
const CHRONIC = [...PERSON, 'schoolDays', 'missed', 'excused', 'percent', 'band'] as const
const CONSECUTIVE = [...PERSON, 'days', 'since', 'lastStatus'] as const
const INSIDE: (keyof InsideLine)[] = [...PERSON, 'schoolId', 'since']

type Cell = string | number | boolean | null
const table = <Column extends string>(rows: readonly Record<Column, Cell>[], columns: readonly Column[]): Cell[][] =>
  rows.map((row) => columns.map((column) => row[column]))

export async function* tableOf<Column extends string>(
  rows: AsyncIterable<Record<Column, Cell>>,
  columns: readonly Column[],
): AsyncGenerator<Cell[]> {
  for await (const row of rows) yield columns.map((column) => row[column])
}

async function* sheetRows(lines: ReturnType<RangeReports['sheetLines']>) {
  for await (const { line } of lines) if (line) yield [line.userId, line.name, line.className, ...line.days]
}
