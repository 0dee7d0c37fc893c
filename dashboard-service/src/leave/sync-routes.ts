import { idNumber } from '@rollcall/domain'
import { dataOf, pageOf, pageQuery, problems, type Route, route, writeCursor } from '@rollcall/platform'
import { z } from 'zod'
import { CSV_ROWS, sendCsv } from './csv.ts'
import { afterOf } from './cursor.ts'
import { employeeId } from './employee-routes.ts'
import { format } from './leave-filters.ts'
import * as schemas from './leave-schemas.ts'
import type { LinkStore } from './link-store.ts'
import type { SyncStatusQueries } from './sync-status.ts'

const TAG = 'Leave: the HR system'
const district = ({ schools }: { schools: readonly number[] | null }) => {
  if (schools !== null) throw problems.forbidden('It takes somebody of the whole district')
}

export const syncRoutes = (parts: { status: SyncStatusQueries; links: LinkStore }): Route[] => [
  route({
    method: 'get',
    path: '/api/leave/status',
    tag: TAG,
    summary: 'How old the data is, and what went wrong last',
    right: 'leave.read',
    answers: { 200: { description: 'The state of the sync', schema: dataOf(schemas.status) } },
    handle: async () => ({ body: { data: await parts.status.status() } }),
  }),
  route({
    method: 'get',
    path: '/api/leave/rejects',
    tag: TAG,
    summary: 'Rows of the HR system that break a rule, with their reasons',
    right: 'leave.sync',
    query: z.object({ ...pageQuery, format }),
    answers: { 200: { description: 'A page of them', schema: pageOf(schemas.reject) } },
    async handle({ caller, query, res }) {
      district(caller)
      const after = afterOf(query.cursor, z.tuple([z.iso.date(), z.guid()]))
      const isCsv = query.format === 'csv'
      const data = await parts.status.rejects({ after, limit: isCsv ? CSV_ROWS : query.limit })
      if (isCsv) return sendCsv(res, 'rejects', data, ['leaveId', 'reasons', 'windowFrom', 'seenAt'])
      const last = data.at(-1)
      const next = last && data.length === query.limit ? writeCursor([last.windowFrom, last.hash]) : null
      return { body: { data, next } }
    },
  }),
  route({
    method: 'get',
    path: '/api/leave/unlinked',
    tag: TAG,
    summary: 'Employees of whom we do not know who they are',
    right: 'leave.read',
    query: z.object({ ...pageQuery, format }),
    answers: { 200: { description: 'A page of them', schema: pageOf(schemas.unlinked) } },
    async handle({ caller, query, res }) {
      district(caller)
      const after = afterOf(query.cursor, z.tuple([z.int()]))?.[0] ?? -1
      const isCsv = query.format === 'csv'
      const data = await parts.status.unlinked({ after, limit: isCsv ? CSV_ROWS : query.limit })
      if (isCsv) return sendCsv(res, 'unlinked', data, ['id', 'empId', 'name', 'email'])
      const last = data.at(-1)
      return { body: { data, next: last && data.length === query.limit ? writeCursor([last.id]) : null } }
    },
  }),
  route({
    method: 'put',
    path: '/api/leave/employees/{id}/link',
    tag: TAG,
    summary: 'Say by hand who an employee is',
    description: 'null: nobody of ours. It beats the rules; days are excused by it with the next sync.',
    right: 'leave.sync',
    params: employeeId,
    body: z.object({ userId: idNumber.nullable() }),
    wrapped: 'link',
    answers: { 200: { description: 'Linked', schema: dataOf(schemas.link) } },
    async handle({ caller, params, body, requestId }) {
      district(caller)
      return { body: { data: await parts.links.set(caller, requestId, params.id, body.userId) } }
    },
  }),
  route({
    method: 'delete',
    path: '/api/leave/employees/{id}/link',
    tag: TAG,
    summary: 'Leave it to the rules again who an employee is',
    right: 'leave.sync',
    params: employeeId,
    answers: { 204: { description: 'The link by hand is gone' } },
    async handle({ caller, params, requestId }) {
      district(caller)
      await parts.links.remove(caller, requestId, params.id)
      return { status: 204 }
    },
  }),
]
