import { idNumber } from '@rollcall/domain'
import {
  dataOf,
  may,
  pageOf,
  pageQuery,
  problems,
  type Route,
  readCursor,
  route,
  writeCursor,
} from '@rollcall/platform'
import { z } from 'zod'
import { flag, idParam, instant } from '../fields/fields.ts'
import type { ImportStore } from './import-store.ts'
import type { Importer } from './importer.ts'
import { IMPORT_KINDS } from './sheet.ts'

const TAG = 'Import and export'

const answer = z.object({
  id: idNumber,
  kind: z.enum(IMPORT_KINDS),
  dryRun: z.boolean(),
  state: z.enum(['running', 'done', 'refused', 'failed']),
  rows: z.int(),
  rowsRead: z.int(),
  added: z.int().nullable(),
  changed: z.int().nullable(),
  unchanged: z.int().nullable(),
  errorCount: z.int(),
  errors: z.array(z.object({ line: z.int(), field: z.string(), message: z.string() })),
  by: z.string(),
  createdAt: instant,
  endedAt: instant.nullable(),
})
const EXAMPLE = 'external_id,name,school_id,kind\nS-1001,Asha Rai,1,student\n'

export const importRoutes = (importer: Importer, store: ImportStore): Route[] => [
  route({
    method: 'post',
    path: '/api/imports',
    tag: TAG,
    summary: 'Send in schools, classes or people as CSV',
    description:
      'All of the file in one transaction, or nothing of it. Rows are known by `id`, else by `external_id` (classes by school and name). At most 100,000 rows and 50 MB.',
    right: 'people.write',
    query: z.object({
      kind: z.enum(IMPORT_KINDS, `one of ${IMPORT_KINDS.join(', ')}`),
      dryRun: flag.optional().describe('Tell what is wrong and what would change, and change nothing'),
      wait: flag.optional().describe('Answer when it has ended'),
    }),
    bodyType: 'text/csv',
    bodyExample: EXAMPLE,
    answers: {
      200: { description: 'It has ended (`wait=true`)', schema: dataOf(answer) },
      202: { description: 'It runs: ask for it at the address in Location', schema: dataOf(answer) },
    },
    async handle({ caller, query, requestId, req }) {
      if (query.kind !== 'people' && !may(caller, 'schools.write'))
        throw problems.forbidden('It takes the right schools.write')
      if (!req.is('text/csv')) throw problems.unsupportedType('text/csv in UTF-8')
      const { kind, dryRun = false, wait = false } = query
      const { id, done } = await importer.begin({ kind, dryRun, caller, requestId }, req)
      if (wait) await done
      const data = await store.show(id, caller)
      return { status: wait ? 200 : 202, headers: { location: `/api/imports/${id}` }, body: { data } }
    },
  }),
  route({
    method: 'get',
    path: '/api/imports',
    tag: TAG,
    summary: 'Imports, newest first, without their errors',
    right: 'people.write',
    query: z.object(pageQuery),
    answers: { 200: { description: 'A page of imports', schema: pageOf(answer) } },
    async handle({ caller, query }) {
      const before = query.cursor === undefined ? null : readCursor(query.cursor, z.tuple([idNumber]))
      if (before === undefined) throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
      const data = await store.list(caller, before?.[0] ?? null, query.limit)
      const last = data.at(-1)
      return { body: { data, next: last && data.length === query.limit ? writeCursor([last.id]) : null } }
    },
  }),
  route({
    method: 'get',
    path: '/api/imports/{id}',
    tag: TAG,
    summary: 'How far an import is, or what became of it',
    right: 'people.write',
    params: idParam,
    answers: { 200: { description: 'The import', schema: dataOf(answer) } },
    async handle({ caller, params }) {
      const data = await store.show(params.id, caller)
      if (!data) throw problems.notFound('import')
      return { body: { data } }
    },
  }),
]
