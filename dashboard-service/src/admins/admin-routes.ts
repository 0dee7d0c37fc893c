import { idNumber } from '@rollcall/domain'
import {
  dataOf,
  etagOf,
  type Pool,
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
import { search } from '../fields/fields.ts'
import { email, newPassword } from '../sessions/credentials.ts'
import { acceptLink } from './accept-link.ts'
import { ADMIN_ROLES, type Admin, isWithin } from './admin.ts'
import type { AdminQueries } from './admin-queries.ts'
import type { AdminStore } from './admin-store.ts'

const TAG = 'Admins'
const name = z.string('a text').trim().min(1, 'not empty').max(200, 'at most 200 characters')
const role = z.enum(ADMIN_ROLES, `one of ${ADMIN_ROLES.join(', ')}`)
const schools = z
  .array(z.int('a school’s id').min(1).max(2_147_483_647))
  .max(1_000, 'at most 1,000 schools')
  .transform((ids) => [...new Set(ids)].sort((a, b) => a - b))
  .meta({ type: 'array', items: { type: 'integer' } })
const params = z.object({ id: z.coerce.number('a number').pipe(idNumber).meta({ type: 'integer' }) })
const admin = z.object({
  id: idNumber,
  email: z.string(),
  name: z.string(),
  role,
  schools: z.array(z.int()).describe('Of a school’s admin or a viewer; a viewer without any sees the whole district'),
  state: z.enum(['invited', 'active', 'off']),
  version: z.int(),
  createdAt: z.iso.datetime(),
})
const link = z.object({ path: z.string(), expiresAt: z.iso.datetime() })
const linkExample = { path: '/app/accept?token=PqQ6…', expiresAt: '2026-11-27T08:00:00.000Z' }

const shown = (data: Admin, status = 200) => ({ status, body: { data }, headers: { etag: etagOf(data.version) } })

/** People who sign in: who they are, what they may do. */
export const adminRoutes = (parts: { pool: Pool; admins: AdminQueries; store: AdminStore }): Route[] => [
  route({
    method: 'get',
    path: '/api/admins',
    tag: TAG,
    summary: 'Admins whose schools are all mine',
    right: 'access.manage',
    query: z.object({ ...pageQuery, q: search.optional().describe('A part of the name or the e-mail address') }),
    answers: { 200: { description: 'A page of admins', schema: pageOf(admin) } },
    async handle({ caller, query: { cursor, limit, q } }) {
      const after = cursor === undefined ? [0] : readCursor(cursor, z.tuple([idNumber]))
      if (!after) throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
      const data = await parts.admins.list({ schools: caller.schools, search: q || null, after: after[0] ?? 0, limit })
      const last = data.at(-1)
      return { body: { data, next: last && data.length === limit ? writeCursor([last.id]) : null } }
    },
  }),
  route({
    method: 'post',
    path: '/api/admins',
    tag: TAG,
    summary: 'Invite somebody',
    description: 'Answers with a link, this once: give it to them. They set a password by it within a week.',
    right: 'access.manage',
    body: z.object({ email, name, role, schools: schools.default([]) }),
    wrapped: 'admin',
    bodyExample: { email: 'maya.karki@example.org', name: 'Maya Karki', role: 'school', schools: [1] },
    answers: {
      201: { description: 'Invited', schema: dataOf(admin.extend({ link })) },
    },
    async handle({ caller, body, requestId }) {
      const { admin, link } = await parts.store.invite(caller, body, requestId)
      return { status: 201, body: { data: { ...admin, link } }, headers: { location: `/api/admins/${admin.id}` } }
    },
  }),
  route({
    method: 'get',
    path: '/api/admins/{id}',
    tag: TAG,
    summary: 'One admin',
    right: 'access.manage',
    params,
    answers: { 200: { description: 'The admin', schema: dataOf(admin) } },
    async handle({ caller, params: { id } }) {
      const found = await parts.admins.show(id)
      if (!found || !isWithin(caller, found)) throw problems.notFound('admin')
      return shown(found)
    },
  }),
  route({
    method: 'patch',
    path: '/api/admins/{id}',
    tag: TAG,
    summary: 'Change name, role or schools, switch off or on',
    description:
      'Another role or being switched off ends all their sessions. Other schools count from the next request on.',
    right: 'access.manage',
    params,
    body: z.object({
      name: name.optional(),
      role: role.optional(),
      schools: schools.optional(),
      off: z.boolean('true or false').optional().describe('Switched off: can’t sign in, and is signed out'),
    }),
    wrapped: 'admin',
    bodyExample: { role: 'viewer', schools: [1] },
    answers: { 200: { description: 'The admin as they are now', schema: dataOf(admin) } },
    async handle({ caller, params: { id }, body, requestId, req }) {
      return shown(await parts.store.change(caller, id, body, (version) => requireVersion(req, version), requestId))
    },
  }),
  route({
    method: 'post',
    path: '/api/admins/{id}/invitation',
    tag: TAG,
    summary: 'Another link for somebody who has not accepted',
    description: 'The earlier link is worth nothing then.',
    right: 'access.manage',
    params,
    answers: { 201: { description: 'The link', schema: dataOf(link), example: { data: linkExample } } },
    async handle({ caller, params: { id }, requestId }) {
      return { status: 201, body: { data: await parts.store.link(caller, id, 'invitation', requestId) } }
    },
  }),
  route({
    method: 'post',
    path: '/api/admins/{id}/reset',
    tag: TAG,
    summary: 'A link in place of a lost password',
    description: 'Only for who manages the whole district. The old password is good until another is set.',
    right: 'access.manage',
    params,
    answers: { 201: { description: 'The link, good for a day', schema: dataOf(link), example: { data: linkExample } } },
    async handle({ caller, params: { id }, requestId }) {
      if (caller.schools !== null) throw problems.forbidden('It takes an admin of the district')
      return { status: 201, body: { data: await parts.store.link(caller, id, 'reset', requestId) } }
    },
  }),
  route({
    method: 'post',
    path: '/api/accept',
    tag: TAG,
    summary: 'Set a password by a link',
    right: 'open',
    body: z.object({ token: z.string('a text').min(1).max(200), password: newPassword }),
    bodyExample: { token: 'PqQ6…', password: 'a long sentence is good' },
    answers: {
      200: { description: 'Set: sign in with it', schema: dataOf(z.object({ email: z.string() })) },
    },
    async handle({ body: { token, password }, requestId }) {
      return { body: { data: { email: await acceptLink(parts.pool, token, password, requestId) } } }
    },
  }),
]
