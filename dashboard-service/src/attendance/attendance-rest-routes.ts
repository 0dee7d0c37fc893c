import { idNumber, isLocalDate, isMark, MARKS } from '@rollcall/domain'
import {
  type Health,
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
import { localDate } from '../corrections/correction-body.ts'
import type { Corrections } from '../corrections/corrections.ts'
import type { DayRecords } from './day-records.ts'

const TAG = 'Days in a word'
const BASE = '/api/v1/attendance'

const personKey = z.union([z.int().min(1).transform(String), z.string().trim().min(1).max(200)])
const record = z.object({ id: z.int(), name: z.string(), status: z.string(), date: z.string() })
const place = z.tuple([z.string().refine(isLocalDate), idNumber])
const state = z.enum(['up', 'down'])

/** For clients that know a day as one word: Present, Absent, Late, Half Day, Leave. */
export const attendanceRestRoutes = (parts: {
  records: DayRecords
  corrections: Corrections
  health: Health
}): Route[] => {
  const { records, corrections, health } = parts
  return [
    route({
      method: 'post',
      path: `${BASE}/create`,
      tag: TAG,
      summary: 'Mark somebody’s day by hand',
      description: 'The same as a correction of the kind mark. `id` is the person’s id, or the one of another system.',
      right: 'attendance.correct',
      body: z.object({
        id: personKey,
        name: z.string().max(200).optional().describe('Not looked at: the id says who it is'),
        status: z.string().refine(isMark, `one of ${Object.keys(MARKS).join(', ')}`),
        date: localDate,
        reason: z.string().trim().min(1).max(1_000).default('marked by hand'),
      }),
      answers: { 200: { description: 'Marked', schema: z.object({ message: z.string() }) } },
      async handle({ caller, body, requestId }) {
        const person = await records.person(body.id)
        if (!person) throw problems.notFound('person')
        const { status, date, reason } = body
        const mark = { kind: 'mark' as const, status, reason, userId: person.id, localDate: date }
        await corrections.make(mark, { caller, requestId })
        return { body: { message: `Successfully created the record for the employee id: ${body.id}` } }
      },
    }),
    route({
      method: 'get',
      path: `${BASE}/search`,
      tag: TAG,
      summary: 'One person’s days of the last 400, newest first',
      right: 'attendance.read',
      query: z.object({ id: z.string('the id of a person').trim().min(1, 'the id of a person').max(200) }),
      answers: {
        200: { description: 'The newest, and all of them', schema: record.extend({ records: z.array(record) }) },
      },
      async handle({ caller, query }) {
        const person = await records.person(query.id)
        const found = person ? await records.ofPerson(person.id, caller.schools, new Date()) : []
        const [newest] = found
        if (!person || !newest || (found.length === 0 && !sees(caller, person.schoolId)))
          throw problems.notFound('record')
        return { body: { ...newest, records: found } }
      },
    }),
    route({
      method: 'get',
      path: `${BASE}/search/all`,
      tag: TAG,
      summary: 'Everybody’s days, newest first',
      right: 'attendance.read',
      query: z.object(pageQuery),
      answers: { 200: { description: 'A page of days', schema: pageOf(record) } },
      async handle({ caller, query }) {
        const after = query.cursor === undefined ? null : readCursor(query.cursor, place)
        if (after === undefined) throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
        const data = await records.page(caller.schools, after, query.limit, new Date())
        const last = data.at(-1)
        return { body: { data, next: last && data.length === query.limit ? writeCursor([last.date, last.id]) : null } }
      },
    }),
    route({
      method: 'get',
      path: `${BASE}/health`,
      tag: TAG,
      summary: 'Is it alive',
      right: 'open',
      answers: {
        200: {
          description: 'What days are read from, and whether it is there',
          schema: z.object({ message: z.string(), postgresql: state, redis: state, status: state }),
        },
      },
      async handle() {
        const { dependencies } = await health.detail()
        const postgresql = dependencies.postgres?.status ?? 'down'
        const redis = dependencies.redis?.status ?? 'down'
        // Without Redis it is slower, and not down.
        const status = postgresql
        const message = status === 'up' ? 'Attendance is up' : 'Attendance is down'
        return { status: status === 'up' ? 200 : 503, body: { message, postgresql, redis, status } }
      },
    }),
    route({
      method: 'get',
      path: `${BASE}/health/detail`,
      tag: TAG,
      summary: 'Each thing it needs, and how long it took to answer',
      right: 'anyone',
      answers: { 200: { description: 'Each dependency', schema: z.looseObject({ status: z.string() }) } },
      async handle() {
        const detail = await health.detail()
        return {
          status: detail.status === 'up' ? 200 : 503,
          body: { message: `Attendance is ${detail.status}`, ...detail },
        }
      },
    }),
  ]
}
