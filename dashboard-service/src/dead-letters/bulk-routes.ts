import { idNumber } from '@rollcall/domain'
import { dataOf, problems, type Route, route } from '@rollcall/platform'
import { z } from 'zod'
import { requireDistrict } from '../fields/district.ts'
import { type BulkChanges, MOST_LETTERS, type Which } from './bulk-changes.ts'
import { LETTER_ID, letterFilter } from './letter-filter.ts'
import { reason, TAG } from './letter-routes.ts'

const body = z.object({
  action: z.enum(['replay', 'discard'], 'replay or discard'),
  ids: z
    .array(z.string().regex(LETTER_ID, 'an id of 24 hexadecimal digits'))
    .min(1, 'at least one')
    .max(MOST_LETTERS, `at most ${MOST_LETTERS}`)
    .optional()
    .describe('Either these'),
  filter: z
    .object({ ...letterFilter, school: idNumber.optional() })
    .optional()
    .describe('or what is open and matches; the oldest first'),
  dryRun: z.boolean('true or false').describe('Only count'),
  reason: reason.optional().describe('Needed to discard'),
})
const OUTCOMES = ['done', 'on-its-way', 'closed', 'changed-meanwhile', 'not-found', 'unavailable'] as const
const result = z.object({ id: z.string(), outcome: z.enum(OUTCOMES) })
const answer = z.object({
  dryRun: z.boolean(),
  asOf: z.iso.datetime().describe('Give it as `until` of the filter, and letters that came since are left alone'),
  matching: z.int().describe('Letters that this is about'),
  count: z.int().describe(`Of them, those that are changed: at most ${MOST_LETTERS} a call`),
  refused: z.int().describe('Of them, those that can’t be changed as they are'),
  results: z.array(result).describe('Of a dry run none'),
})

/** Many letters at once. */
export const bulkRoutes = (bulk: BulkChanges): Route[] => [
  route({
    method: 'post',
    path: '/api/operations/dead-letters/bulk',
    tag: TAG,
    summary: 'Replay or discard many',
    description: `At most ${MOST_LETTERS} a call. Each letter has a result of its own; "unavailable" means that it is not known.`,
    right: 'operations',
    body,
    bodyExample: { action: 'replay', filter: { code: '23503' }, dryRun: true },
    answers: { 200: { description: 'What was done, or would be', schema: dataOf(answer) } },
    async handle({ caller, body: { action, ids, filter, dryRun, reason: why = '' }, requestId }) {
      requireDistrict(caller)
      if ((ids === undefined) === (filter === undefined))
        throw problems.invalid([{ field: 'filter', message: 'either ids or a filter' }])
      if (action === 'discard' && !dryRun && !why)
        throw problems.invalid([{ field: 'reason', message: 'why: who looks for the records will ask' }])
      const asOf = new Date()
      // All of the answer is about the letters of this moment, while others come in.
      const which: Which = ids ? { ids: [...new Set(ids)] } : { filter: { until: asOf.toISOString(), ...filter } }
      const before = await bulk.preview(which)
      if (dryRun) return { body: { data: { dryRun, asOf, ...before, results: [] } } }
      const results = await bulk.run(action, which, why, { caller, requestId })
      const count = results.filter(({ outcome }) => outcome === 'done').length
      const data = { dryRun, asOf, matching: before.matching, count, refused: results.length - count, results }
      return { body: { data } }
    },
  }),
]
