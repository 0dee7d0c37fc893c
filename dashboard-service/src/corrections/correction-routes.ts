import { addDays, type LocalDate } from '@rollcall/domain'
import { dataOf, pageOf, pageQuery, problems, type Route, readCursor, route, writeCursor } from '@rollcall/platform'
import type { Request } from 'express'
import { z } from 'zod'
import { answerCsv, formatQuery, wantsCsv } from '../csv/csv-answer.ts'
import { type CorrectionBody, correctionBody, localDate, personId } from './correction-body.ts'
import type { Corrections } from './corrections.ts'
import type { PersonDays, PersonsDay } from './person-days.ts'
import type { Trail, TrailLine } from './trail.ts'

const TAG = 'Corrections'
const MOST_DAYS = 400

const time = z.string().nullable()
const dayFigures = {
  status: z.enum(['present', 'excused', 'not-recorded', 'absent']).nullable(),
  why: z.looseObject({ rule: z.string() }),
  minutes: z.number(),
  firstIn: time,
  lastOut: time,
  insideSince: time,
  highestTemperature: z.number().nullable(),
  flags: z.array(z.string()),
  mark: z.string().nullable(),
}
const timeline = z.array(
  z.object({
    id: z.string(),
    type: z.string(),
    timestamp: z.string(),
    temperature: z.number().nullable(),
    image: z.string().nullable(),
    device: z.string().nullable(),
    byHand: z.boolean(),
    void: z.boolean(),
  }),
)
export const personsDay = z.object({
  userId: z.int(),
  schoolId: z.int(),
  localDate: z.string(),
  timeZone: z.string().describe('The zone of the school on this date'),
  version: z.string().describe('Send it back as If-Match with a correction'),
  over: z.boolean(),
  ...dayFigures,
  timeline,
})
const trailLine = z.object({
  id: z.int(),
  kind: z.string(),
  userId: z.int(),
  userName: z.string(),
  schoolId: z.int(),
  localDate: z.string(),
  target: z.string().nullable(),
  type: z.string().nullable(),
  timestamp: time,
  temperature: z.number().nullable(),
  status: z.string().nullable(),
  undoes: z.int().nullable(),
  undoneBy: z.int().nullable(),
  reason: z.string(),
  madeBy: z.string(),
  madeAt: z.string(),
})
const TRAIL_COLUMNS = Object.keys(trailLine.shape) as (keyof TrailLine)[]

const etag = (day: PersonsDay) => ({ etag: `"${day.version}"` })

/** If-Match says the same as `expectedVersion`. */
function withIfMatch(body: CorrectionBody, req: Request): CorrectionBody {
  const header = req.headers['if-match']
  if (header === undefined || header === '*') return body
  return { ...body, expectedVersion: header.replace(/^(?:W\/)?"(.*)"$/, '$1') }
}

export const correctionRoutes = (parts: { corrections: Corrections; days: PersonDays; trail: Trail }): Route[] => {
  const { corrections, days, trail } = parts
  return [
    route({
      method: 'post',
      path: '/api/corrections',
      tag: TAG,
      summary: 'Correct a person’s day',
      description: 'Nothing is deleted: another correction of the kind undo takes one back.',
      right: 'attendance.correct',
      body: correctionBody,
      wrapped: 'correction',
      answers: {
        201: { description: 'Corrected', schema: dataOf(z.object({ id: z.int(), day: personsDay })) },
      },
      async handle({ caller, body, requestId, req }) {
        const data = await corrections.make(withIfMatch(body, req), { caller, requestId })
        return { status: 201, body: { data }, headers: etag(data.day) }
      },
    }),
    route({
      method: 'post',
      path: '/api/corrections/preview',
      tag: TAG,
      summary: 'What a correction would change; nothing is stored',
      right: 'attendance.correct',
      body: correctionBody,
      wrapped: 'correction',
      answers: {
        200: {
          description: 'The day before and after',
          schema: dataOf(z.object({ version: z.string(), before: z.object(dayFigures), after: z.object(dayFigures) })),
        },
      },
      handle: async ({ caller, body, req }) => ({
        body: { data: await corrections.preview(withIfMatch(body, req), caller) },
      }),
    }),
    route({
      method: 'get',
      path: '/api/corrections',
      tag: TAG,
      summary: 'The trail: who changed what, when and why; newest first',
      right: 'attendance.read',
      query: z.object({
        ...pageQuery,
        ...formatQuery,
        school: personId.optional(),
        user: personId.optional(),
        from: localDate.optional().describe('First date that they are about'),
        to: localDate.optional(),
        changedFrom: localDate.optional().describe('First date, in UTC, on which they were made'),
        changedTo: localDate.optional(),
      }),
      answers: { 200: { description: 'A page of corrections', schema: pageOf(trailLine) } },
      async handle({ caller, query, req, res }) {
        const { limit, cursor, format, changedFrom, changedTo, ...rest } = query
        const filter = {
          ...rest,
          schools: caller.schools,
          changedFrom: startOf(changedFrom),
          changedTo: startOf(changedTo && addDays(changedTo, 1)),
        }
        if (wantsCsv(req, format)) return answerCsv(res, 'corrections', TRAIL_COLUMNS, rowsOf(trail.all(filter)))
        const before = cursor === undefined ? null : readCursor(cursor, z.tuple([z.int()]))
        if (before === undefined) throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
        const data = await trail.page(filter, before?.[0] ?? null, limit)
        const last = data.at(-1)
        return { body: { data, next: last && data.length === limit ? writeCursor([last.id]) : null } }
      },
    }),
    route({
      method: 'get',
      path: '/api/days/{date}/users/{id}',
      tag: TAG,
      summary: 'A person’s day: what happened, what it counts as, and why',
      right: 'attendance.read',
      params: z.object({ date: localDate, id: personId }),
      answers: { 200: { description: 'The day', schema: dataOf(personsDay) } },
      async handle({ caller, params }) {
        const day = await corrections.day(params.id, params.date, caller)
        return { body: { data: day }, headers: etag(day) }
      },
    }),
    route({
      method: 'get',
      path: '/api/users/{id}/days',
      tag: TAG,
      summary: 'A person’s days, one by one',
      right: 'attendance.read',
      params: z.object({ id: personId }),
      query: z.object({ from: localDate, to: localDate, ...formatQuery }),
      answers: { 200: { description: 'The days, oldest first', schema: pageOf(personsDay) } },
      async handle({ caller, params, query, req, res }) {
        const { from, to, format } = query
        if (to < from || addDays(from, MOST_DAYS) < to)
          throw problems.invalid([{ field: 'to', message: `from 0 to ${MOST_DAYS} days after "from"` }])
        const data = await days.read(params.id, from, to, caller.schools, new Date())
        if (data.length === 0 && !(await days.isKnown(params.id, caller.schools))) throw problems.notFound('person')
        if (wantsCsv(req, format)) return answerCsv(res, `days-of-${params.id}`, DAY_COLUMNS, data.map(dayRow))
        return { body: { data, next: null } }
      },
    }),
  ]
}

const startOf = (date: LocalDate | undefined) => (date === undefined ? undefined : new Date(`${date}T00:00:00Z`))

async function* rowsOf(lines: AsyncIterable<TrailLine>) {
  for await (const line of lines) yield TRAIL_COLUMNS.map((column) => line[column])
}

const DAY_COLUMNS = ['date', 'school', 'status', 'why', 'minutes', 'firstIn', 'lastOut', 'flags', 'mark']
const dayRow = (day: PersonsDay) => [
  day.localDate,
  day.schoolId,
  day.status,
  day.why.rule,
  day.minutes,
  day.firstIn,
  day.lastOut,
  day.flags.join(' '),
  day.mark,
]
