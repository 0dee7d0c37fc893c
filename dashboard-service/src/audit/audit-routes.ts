import { idNumber } from '@rollcall/domain'
import {
  type Pool,
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
import { answerCsv, formatQuery, wantsCsv } from '../csv/csv-answer.ts'
import { allOfAudit, CALLER_KINDS, searchAudit } from './audit-queries.ts'
import { AUDIT_COLUMNS, auditRows } from './audit-table.ts'

const number = z.coerce.number('a number').int().min(1).max(Number.MAX_SAFE_INTEGER)
const id = z.coerce.number('a number').pipe(idNumber).meta({ type: 'integer' })
const instant = z.iso.datetime({ offset: true, error: 'a time such as 2026-11-20T08:00:00Z' })
const line = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  callerKind: z.enum(CALLER_KINDS).describe('command: an operator’s. nobody: somebody who failed to sign in'),
  callerId: z.int().nullable(),
  callerName: z.string(),
  action: z.string(),
  subjectId: z.int().nullable(),
  schoolId: z.int().nullable().describe('null: not of one school; only the district sees it'),
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string().nullable(),
})

/** Who did what, and when. */
export const auditRoutes = (pool: Pool): Route[] => [
  route({
    method: 'get',
    path: '/api/audit',
    tag: 'Audit log',
    summary: 'Changes and sign-ins, newest first',
    description: 'With `format=csv` all of them as a table; what was before and after is JSON in a cell.',
    right: 'access.manage',
    query: z.object({
      ...pageQuery,
      ...formatQuery,
      callerKind: z.enum(CALLER_KINDS).optional(),
      callerId: id.optional(),
      action: z
        .string()
        .regex(/^[a-z-]+(\.[a-z-]+)?$/, 'an action such as key.create, or what it is about, such as key')
        .max(100)
        .optional(),
      subjectId: number.optional(),
      schoolId: id.optional(),
      from: instant.optional(),
      to: instant.optional(),
    }),
    answers: { 200: { description: 'A page of lines', schema: pageOf(line) } },
    async handle({ caller, query: { format, ...query }, req, res }) {
      const before = query.cursor === undefined ? [null] : readCursor(query.cursor, z.tuple([number]))
      if (!before) throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
      if (query.schoolId !== undefined && !sees(caller, query.schoolId)) throw problems.notFound('school')
      const search = { ...query, schools: caller.schools }
      if (wantsCsv(req, format)) return answerCsv(res, 'audit', AUDIT_COLUMNS, auditRows(allOfAudit(pool, search)))
      const data = await searchAudit(pool, { ...search, before: before[0] ?? null })
      const last = data.at(-1)
      return { body: { data, next: last && data.length === query.limit ? writeCursor([last.id]) : null } }
    },
  }),
]
