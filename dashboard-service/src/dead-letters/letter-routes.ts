import {
  type DeadLetter,
  dataOf,
  LETTER_STATUSES,
  pageOf,
  pageQuery,
  problems,
  type Route,
  readCursor,
  requireVersion,
  route,
  writeCursor,
} from '@rollcall/platform'
import type { Request } from 'express'
import { z } from 'zod'
import { requireDistrict } from '../fields/district.ts'
import { detailOf, letterDetail, letterLine, lineOf } from './letter.ts'
import type { LetterChanges } from './letter-changes.ts'
import { LETTER_ID, letterFilter } from './letter-filter.ts'
import type { LetterQueries } from './letter-queries.ts'
import { readMended } from './mended-record.ts'

export const TAG = 'Operations: dead letters'
export const reason = z
  .string('a text')
  .trim()
  .min(1, 'why: who looks for the record will ask')
  .max(1_000, 'at most 1000 characters')

const id = z.string().regex(LETTER_ID, 'an id of 24 hexadecimal digits')
const params = z.object({ id: id.meta({ pattern: LETTER_ID.source }) })
const group = z.object({
  code: z.string(),
  message: z.string().describe('The cause: filter by it for its letters'),
  count: z.int(),
  byStatus: z.partialRecord(z.enum(LETTER_STATUSES), z.int()),
  firstFailedAt: z.iso.datetime(),
  lastFailedAt: z.iso.datetime(),
  example: z.string().describe('The newest letter of it'),
})
const mended = z.object({
  value: z
    .union([z.string(), z.record(z.string(), z.unknown())], 'the record, as JSON or as text of JSON')
    .describe('The whole record, by the contract of the topic'),
})

const answerOf = (letter: DeadLetter) => ({
  body: { data: detailOf(letter) },
  headers: { etag: `"${letter.history.length}"` },
})
const ANSWER = { description: 'The letter as it is now', schema: dataOf(letterDetail) }

/** Records that could not be stored: seen, mended, sent on their way again, given up. */
export const letterRoutes = ({ queries, changes }: { queries: LetterQueries; changes: LetterChanges }): Route[] => {
  const find = async (wanted: string) => {
    const letter = await queries.find(wanted)
    if (!letter) throw problems.notFound('letter')
    return letter
  }
  /** As it is, if that is what the caller has seen. */
  const seen = async (wanted: string, req: Request) => {
    const letter = await find(wanted)
    requireVersion(req, letter.history.length)
    return letter
  }
  return [
    route({
      method: 'get',
      path: '/api/operations/dead-letters',
      tag: TAG,
      summary: 'Records that could not be stored, newest first',
      right: 'operations',
      query: z.object({ ...pageQuery, ...letterFilter }),
      answers: { 200: { description: 'A page of letters', schema: pageOf(letterLine) } },
      async handle({ caller, query: { cursor, limit, ...filter } }) {
        requireDistrict(caller)
        const after = cursor === undefined ? [undefined] : readCursor(cursor, z.tuple([id]))
        if (!after) throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
        const data = (await queries.list(filter, { after: after[0], limit })).map(lineOf)
        const last = data.at(-1)
        return { body: { data, next: last && data.length === limit ? writeCursor([last.id]) : null } }
      },
    }),
    route({
      method: 'get',
      path: '/api/operations/dead-letters/groups',
      tag: TAG,
      summary: 'The same by cause, the most frequent first',
      description: 'Those that are open, unless a status is asked for. At most 200 causes.',
      right: 'operations',
      query: z.object({ ...letterFilter, status: letterFilter.status.default('open') }),
      answers: { 200: { description: 'The causes', schema: pageOf(group) } },
      async handle({ caller, query }) {
        requireDistrict(caller)
        return { body: { data: await queries.groups(query), next: null } }
      },
    }),
    route({
      method: 'get',
      path: '/api/operations/dead-letters/{id}',
      tag: TAG,
      summary: 'One letter: its record, why it could not be stored, what was done about it',
      right: 'operations',
      params,
      answers: { 200: { description: 'The letter', schema: dataOf(letterDetail) } },
      async handle({ caller, params: { id: wanted } }) {
        requireDistrict(caller)
        return answerOf(await find(wanted))
      },
    }),
    route({
      method: 'patch',
      path: '/api/operations/dead-letters/{id}',
      tag: TAG,
      summary: 'Put a right record in its place',
      description:
        'All that is wrong with it is told at once. What was there stays in the history. It is not sent before it is due, or replayed.',
      right: 'operations',
      params,
      body: mended,
      wrapped: 'letter',
      bodyExample: {
        value: {
          v: 1,
          id: '7001-i1795158149906',
          userId: 7001,
          schoolId: 7,
          type: 'checkin',
          at: '2026-11-20T07:02:29.906Z',
          localDate: '2026-11-20',
          temperature: 36.6,
          image: null,
          deviceId: null,
          receivedAt: '2026-11-20T07:02:30.000Z',
        },
      },
      answers: { 200: ANSWER },
      async handle({ caller, params: { id: wanted }, body, requestId, req }) {
        requireDistrict(caller)
        const letter = await seen(wanted, req)
        return answerOf(await changes.mend(letter, readMended(body.value), { caller, requestId }))
      },
    }),
    route({
      method: 'post',
      path: '/api/operations/dead-letters/{id}/replay',
      tag: TAG,
      summary: 'Send its record on its way again, now',
      description: 'It is replayed when it is stored: look again, or see whether it has failed once more.',
      right: 'operations',
      params,
      answers: { 200: ANSWER },
      async handle({ caller, params: { id: wanted }, requestId, req }) {
        requireDistrict(caller)
        return answerOf(await changes.replay(await seen(wanted, req), { caller, requestId }))
      },
    }),
    route({
      method: 'post',
      path: '/api/operations/dead-letters/{id}/discard',
      tag: TAG,
      summary: 'Give it up: what is no record and never will be',
      right: 'operations',
      params,
      body: z.object({ reason }),
      bodyExample: { reason: 'A test message' },
      answers: { 200: ANSWER },
      async handle({ caller, params: { id: wanted }, body, requestId, req }) {
        requireDistrict(caller)
        return answerOf(await changes.discard(await seen(wanted, req), body.reason, { caller, requestId }))
      },
    }),
  ]
}
