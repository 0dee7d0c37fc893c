import { isLocalDate, MAX_ID, TEMPERATURE_MAX, TEMPERATURE_MIN } from '@rollcall/domain'
import type { Ledger } from '@rollcall/ledger'
import {
  audit,
  dataOf,
  etagOf,
  pageOf,
  pageQuery,
  problems,
  type Route,
  readCursor,
  requireVersion,
  route,
  writeCursor,
} from '@rollcall/platform'
import { z } from 'zod'
import { localDate, personId } from '../corrections/correction-body.ts'
import { answerCsv, formatQuery, wantsCsv } from '../csv/csv-answer.ts'
import { flag } from '../fields/fields.ts'
import { FEVER_ORDERS, type FeverLine, type FeverPlace, type Fevers } from './fevers.ts'
import { rangeOf, rangeQuery, tableOf } from './report-routes.ts'
import type { Scopes } from './scope.ts'

const TAG = 'Reports'
const time = z.string().nullable()
const fever = z.object({
  userId: z.int(),
  name: z.string(),
  className: z.string().nullable(),
  schoolId: z.int(),
  schoolName: z.string(),
  timeZone: z.string(),
  localDate: z.string(),
  id: z.string().describe('Of the check-in with the highest reading'),
  reading: z.number(),
  readAt: z.string(),
  readings: z.int(),
  since: z.string().describe('Time of the first reading of the day with a fever'),
  recheck: z.number().nullable(),
  recheckAt: time,
  calledAt: time,
  pickedUpAt: time,
  owner: z.string().nullable(),
  version: z.int().describe('Of what was done; 0: nothing yet. Send it back as If-Match'),
})
const COLUMNS = Object.keys(fever.omit({ version: true, timeZone: true }).shape) as Exclude<
  keyof FeverLine,
  'version' | 'timeZone'
>[]

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
const date = z.string().refine(isLocalDate)
const person = z.int().min(1).max(MAX_ID)
/** By the order that the cursor is of. */
const places = {
  newest: z.tuple([date, person]),
  waiting: z.tuple([z.int().min(0).max(2), z.iso.datetime(), person, date]),
}

/** Who had a fever, and what was done about it. Nothing of it is cached: two people may be at it. */
export const feverRoutes = (parts: { fevers: Fevers; ledger: Ledger; scopes: Scopes }): Route[] => {
  const { fevers, ledger, scopes } = parts
  return [
    route({
      method: 'get',
      path: '/api/reports/fevers',
      tag: TAG,
      summary: 'Fevers, and what was done about them',
      description: 'Newest date first, or by who waits longest.',
      right: 'attendance.read',
      query: z.object({
        ...pageQuery,
        ...rangeQuery,
        ...formatQuery,
        school: personId.optional(),
        class: personId.optional(),
        user: personId.optional(),
        today: flag.optional().describe('true: only the date that each school has now'),
        open: flag.optional().describe('true: only who was neither picked up nor below 38.0 °C at the recheck'),
        order: z
          .enum(FEVER_ORDERS)
          .default('newest')
          .describe('waiting: for whom nothing was done comes first, who is done last; of each, who waits longest'),
      }),
      answers: { 200: { description: 'A page, a line a person and date', schema: pageOf(fever) } },
      async handle({ caller, query, req, res }) {
        const scope =
          query.user === undefined ? await scopes.of(caller, query) : await scopes.find(caller, 'user', query.user)
        const now = new Date()
        const { open, order } = query
        const filter = { range: rangeOf(query, now), open, order, todayAt: query.today ? now : undefined }
        if (wantsCsv(req, query.format))
          return answerCsv(res, 'fevers', COLUMNS, tableOf(fevers.all(scope, filter), COLUMNS))
        const after: FeverPlace | null | undefined =
          query.cursor === undefined ? null : readCursor(query.cursor, places[order])
        if (after === undefined) throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
        const { data, next } = await fevers.page(scope, filter, after, query.limit)
        return { body: { data, next: next && writeCursor(next) } }
      },
    }),
    route({
      method: 'patch',
      path: '/api/reports/fevers/{date}/users/{id}',
      tag: TAG,
      summary: 'Note what was done: rechecked, called, picked up, by whom',
      description: 'A field that is left out stays as it is; null takes it back. If-Match: the version that you saw.',
      right: 'attendance.correct',
      params: z.object({ date: localDate, id: personId }),
      body: followUp,
      answers: { 200: { description: 'The fever', schema: dataOf(fever) } },
      async handle({ caller, params, body, requestId, req }) {
        const scope = await scopes.find(caller, 'user', params.id)
        const filter = { range: { from: params.date, to: params.date } }
        const [known] = (await fevers.page(scope, filter, null, 1)).data
        if (!known) throw problems.notFound('fever')
        await ledger.followUpFever({ userId: params.id, localDate: params.date, ...body }, async (client, before) => {
          // Its row is locked, so nobody comes in between; what was written is taken back with the refusal.
          requireVersion(req, Number(before?.version ?? 0))
          await audit(client, caller, requestId, {
            action: 'fever.follow-up',
            subjectId: params.id,
            schoolId: known.schoolId,
            before,
            after: { localDate: params.date, ...body },
          })
        })
        const [data] = (await fevers.page(scope, filter, null, 1)).data
        return { body: { data }, ...(data && { headers: { etag: etagOf(data.version) } }) }
      },
    }),
  ]
}
