import { idNumber } from '@rollcall/domain'
import {
  type ChangeNotice,
  DEVICE_LIMIT_PER_SECOND,
  dataOf,
  pageOf,
  pageQuery,
  problems,
  type Route,
  readCursor,
  route,
  TOKEN_KINDS,
  writeCursor,
} from '@rollcall/platform'
import { z } from 'zod'
import { flag } from '../fields/fields.ts'
import type { KeyQueries } from './key-queries.ts'
import { type KeyStore, seesKey } from './key-store.ts'

const TAG = 'Keys'
const kind = z.enum(TOKEN_KINDS, `one of ${TOKEN_KINDS.join(', ')}`)
const params = z.object({ id: z.coerce.number('a number').pipe(idNumber).meta({ type: 'integer' }) })
const instant = z.iso.datetime()
const key = z.object({
  id: idNumber,
  kind,
  name: z.string(),
  schoolId: idNumber.nullable().describe('null: the whole district'),
  limitPerSecond: z.int().nullable().describe('null: no limit'),
  createdAt: instant,
  revokedAt: instant.nullable(),
  lastUsedAt: instant.nullable().describe('To the minute'),
})
const newKey = z.object({
  kind,
  name: z.string('a text').trim().min(1, 'not empty').max(200, 'at most 200 characters'),
  schoolId: idNumber.nullable().describe('null: the whole district'),
  limitPerSecond: idNumber
    .nullable()
    .optional()
    .describe(`Requests a second; null: no limit. ${DEVICE_LIMIT_PER_SECOND} for devices and kiosks unless said`),
})

/** Device keys, kiosk keys and API tokens. */
export const keyRoutes = (parts: {
  keys: KeyQueries
  store: KeyStore
  notice: Pick<ChangeNotice, 'tell'>
}): Route[] => [
  route({
    method: 'get',
    path: '/api/keys',
    tag: TAG,
    summary: 'Keys, revoked ones too',
    right: 'access.manage',
    query: z.object({
      ...pageQuery,
      kind: kind.optional(),
      revoked: flag.optional().describe('true: only revoked ones; false: only those that are not'),
      sort: z.enum(['id', '-id'], 'id, or -id for the newest first').default('id'),
    }),
    answers: { 200: { description: 'A page of keys', schema: pageOf(key) } },
    async handle({ caller, query }) {
      const after = query.cursor === undefined ? [null] : readCursor(query.cursor, z.tuple([idNumber]))
      if (!after) throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
      const { limit } = query
      const page = {
        schools: caller.schools,
        kind: query.kind ?? null,
        revoked: query.revoked ?? null,
        newestFirst: query.sort === '-id',
        after: after[0] ?? null,
        limit,
      }
      const data = await parts.keys.list(page)
      const last = data.at(-1)
      return { body: { data, next: last && data.length === limit ? writeCursor([last.id]) : null } }
    },
  }),
  route({
    method: 'post',
    path: '/api/keys',
    tag: TAG,
    summary: 'Make a key',
    description: 'Its secret is in this answer and nowhere else.',
    right: 'access.manage',
    body: newKey,
    wrapped: 'key',
    bodyExample: { kind: 'device', name: 'Front gate', schoolId: 1 },
    answers: { 201: { description: 'The key', schema: dataOf(key.extend({ secret: z.string() })) } },
    async handle({ caller, body: { limitPerSecond, ...body }, requestId, res }) {
      const usual = body.kind === 'api' ? null : DEVICE_LIMIT_PER_SECOND
      const wanted = { ...body, limitPerSecond: limitPerSecond === undefined ? usual : limitPerSecond }
      const data = await parts.store.create(caller, wanted, requestId)
      parts.notice.tell()
      res.setHeader('cache-control', 'no-store')
      return { status: 201, body: { data }, headers: { location: `/api/keys/${data.id}` } }
    },
  }),
  route({
    method: 'get',
    path: '/api/keys/{id}',
    tag: TAG,
    summary: 'One key',
    right: 'access.manage',
    params,
    answers: { 200: { description: 'The key', schema: dataOf(key) } },
    async handle({ caller, params: { id } }) {
      const data = await parts.keys.show(id)
      if (!data || !seesKey(caller, data)) throw problems.notFound('key')
      return { body: { data } }
    },
  }),
  route({
    method: 'delete',
    path: '/api/keys/{id}',
    tag: TAG,
    summary: 'Revoke a key',
    description: 'Every service refuses it within a second, and within six if the notice of it is lost.',
    right: 'access.manage',
    params,
    answers: { 204: { description: 'Revoked' } },
    async handle({ caller, params: { id }, requestId }) {
      await parts.store.revoke(caller, id, requestId)
      parts.notice.tell()
      return { status: 204 }
    },
  }),
]
