import { idNumber, isLocalDate, TEMPERATURE_MAX, TEMPERATURE_MIN, TRANSITIONS } from '@rollcall/domain'
import {
  type Caller,
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
import { eventKey, localDate, personId } from '../corrections/correction-body.ts'
import type { Corrections } from '../corrections/corrections.ts'
import { answerCsv, formatQuery, wantsCsv } from '../csv/csv-answer.ts'
import type { Attendance, AttendanceList } from './attendance-list.ts'

const TAG = 'Attendance'

const attendance = z.object({
  id: z.string(),
  userId: z.int(),
  schoolId: z.int(),
  type: z.enum(TRANSITIONS),
  timestamp: z.string(),
  localDate: z.string(),
  temperature: z.number().nullable(),
  image: z.string().nullable(),
  void: z.boolean().describe('A correction has made it void'),
})
const COLUMNS = Object.keys(attendance.shape) as (keyof Attendance)[]

const degrees = z.coerce.number('a number').min(TEMPERATURE_MIN).max(TEMPERATURE_MAX).optional()
const include = z.literal('void', 'void, or nothing').optional().describe('Also those that a correction has made void')
const place = z.tuple([z.string().refine(isLocalDate), idNumber, z.int(), idNumber, z.enum(TRANSITIONS)])

export const attendanceRoutes = (list: AttendanceList, corrections: Corrections): Route[] => {
  const find = async (caller: Caller, key: z.output<typeof eventKey>): Promise<Attendance> => {
    const found = await list.show(key)
    if (!found || !sees(caller, found.schoolId)) throw problems.notFound('check-in')
    return found
  }
  return [
    route({
      method: 'get',
      path: '/api/attendances',
      tag: TAG,
      summary: 'Recorded check-ins, newest date first',
      right: 'attendance.read',
      query: z.object({
        ...pageQuery,
        ...formatQuery,
        school: personId.optional(),
        class: personId.optional(),
        user: personId.optional(),
        from: localDate.optional(),
        to: localDate.optional(),
        type: z.enum(TRANSITIONS).optional(),
        temperatureMin: degrees,
        temperatureMax: degrees,
        include,
      }),
      answers: { 200: { description: 'A page; it may hold less than `limit`', schema: pageOf(attendance) } },
      async handle({ caller, query, req, res }) {
        const { limit, cursor, format, school, include: also, ...rest } = query
        if (school !== undefined && !sees(caller, school)) throw problems.notFound('school')
        const filter = { ...rest, schools: school === undefined ? caller.schools : [school] }
        const withVoid = also === 'void'
        if (wantsCsv(req, format)) return answerCsv(res, 'attendances', COLUMNS, rowsOf(list.all(filter, withVoid)))
        const after = cursor === undefined ? null : readCursor(cursor, place)
        if (after === undefined) throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
        const { rows, next } = await list.page(filter, after, limit, withVoid)
        return { body: { data: rows, next: next && writeCursor(next) } }
      },
    }),
    route({
      method: 'get',
      path: '/api/attendances/{id}',
      tag: TAG,
      summary: 'One recorded check-in',
      right: 'attendance.read',
      params: z.object({ id: eventKey }),
      query: z.object({ include }),
      answers: { 200: { description: 'The check-in', schema: dataOf(attendance) } },
      async handle({ caller, params, query }) {
        const data = await find(caller, params.id)
        if (data.void && query.include !== 'void') throw problems.notFound('check-in')
        return { body: { data } }
      },
    }),
    route({
      method: 'delete',
      path: '/api/attendances/{id}',
      tag: TAG,
      summary: 'Make a check-in void',
      description: 'It counts no longer and is kept for the audit. The same as a correction of the kind void.',
      right: 'attendance.correct',
      params: z.object({ id: eventKey }),
      query: z.object({ reason: z.string().trim().min(1).max(1_000).default('deleted') }),
      answers: { 200: { description: 'It is void', schema: dataOf(attendance) } },
      async handle({ caller, params, query, requestId }) {
        const { userId, localDate } = await find(caller, params.id)
        const body = { kind: 'void' as const, id: params.id, userId, localDate, reason: query.reason }
        await corrections.make(body, { caller, requestId })
        return { body: { data: await find(caller, params.id) } }
      },
    }),
  ]
}

async function* rowsOf(records: AsyncIterable<Attendance>) {
  for await (const record of records) yield COLUMNS.map((column) => record[column])
}
