import { isLocalDate, TEMPERATURE_MAX, TEMPERATURE_MIN } from '@rollcall/domain'
import type { Ledger } from '@rollcall/ledger'
import {
  audit,
  dataOf,
  pageOf,
  pageQuery,
  problems,
  type Route,
  readCursor,
  route,
  writeCursor,
} from '@rollcall/platform'
import { z } from 'zod'
import { localDate, personId } from '../corrections/correction-body.ts'
import { answerCsv, formatQuery, wantsCsv } from '../csv/csv-answer.ts'
import type { FeverLine, Fevers } from './fevers.ts'
import { rangeOf, rangeQuery, tableOf } from './report-routes.ts'
import type { Scopes } from './scope.ts'

const TAG = 'Reports'
const time = z.string().nullable()
const fever = z.object({
  userId: z.int(),
  name: z.string(),
  className: z.string().nullable(),
  schoolId: z.int(),
  localDate: z.string(),
  id: z.string().describe('Of the check-in with the highest reading'),
  reading: z.number(),
  readAt: z.string(),
  readings: z.int(),
  recheck: z.number().nullable(),
  recheckAt: time,
  calledAt: time,
  pickedUpAt: time,
  owner: z.string().nullable(),
})
const COLUMNS = Object.keys(fever.shape) as (keyof FeverLine)[]

const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .nullish()
const followUp = z.object({
  recheck: z.number().min(TEMPERATURE_MIN).max(TEMPERATURE_MAX).nullish(),
  recheckAt: instant,
  calledAt: instant,
  pickedUpAt: instant,
  owner: z.string().trim().min(1).max(200).nullish(),
})
const place = z.tuple([z.string().refine(isLocalDate), z.int()])

/** Who had a fever, and what was done about it. Nothing of it is cached: two people may be at it. */
export const feverRoutes = (parts: { fevers: Fevers; ledger: Ledger; scopes: Scopes }): Route[] => {
  const { fevers, ledger, scopes } = parts
  return [
    route({
      method: 'get',
      path: '/api/reports/fevers',
      tag: TAG,
      summary: 'Fevers, newest date first, and what was done about them',
      right: 'attendance.read',
      query: z.object({
        ...pageQuery,
        ...rangeQuery,
        ...formatQuery,
        school: personId.optional(),
        class: personId.optional(),
      }),
      answers: { 200: { description: 'A page, a line a person and date', schema: pageOf(fever) } },
      async handle({ caller, query, req, res }) {
        const scope = await scopes.of(caller, query)
        const range = rangeOf(query, new Date())
        if (wantsCsv(req, query.format))
          return answerCsv(res, 'fevers', COLUMNS, tableOf(fevers.all(scope, range), COLUMNS))
        const after = query.cursor === undefined ? null : readCursor(query.cursor, place)
        if (after === undefined) throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
        const data = await fevers.page(scope, range, after, query.limit)
        const last = data.at(-1)
        const next = last && data.length === query.limit ? writeCursor([last.localDate, last.userId]) : null
        return { body: { data, next } }
      },
    }),
    route({
      method: 'patch',
      path: '/api/reports/fevers/{date}/users/{id}',
      tag: TAG,
      summary: 'Note what was done: rechecked, called, picked up, by whom',
      description: 'A field that is left out stays as it is; null takes it back.',
      right: 'attendance.correct',
      params: z.object({ date: localDate, id: personId }),
      body: followUp,
      answers: { 200: { description: 'The fever', schema: dataOf(fever) } },
      async handle({ caller, params, body, requestId }) {
        const scope = await scopes.find(caller, 'user', params.id)
        const range = { from: params.date, to: params.date }
        const [known] = await fevers.page(scope, range, null, 1)
        if (!known) throw problems.notFound('fever')
        await ledger.followUpFever({ userId: params.id, localDate: params.date, ...body }, (client, before) =>
          audit(client, caller, requestId, {
            action: 'fever.follow-up',
            subjectId: params.id,
            schoolId: known.schoolId,
            before,
            after: { localDate: params.date, ...body },
          }),
        )
        const [data] = await fevers.page(scope, range, null, 1)
        return { body: { data } }
      },
    }),
  ]
}
