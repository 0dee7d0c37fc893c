import { type Caller, dataOf, HR_PAGE, Problem, problems, type Route, route } from '@rollcall/platform'
import { z } from 'zod'
import { date } from './leave-filters.ts'
import * as schemas from './leave-schemas.ts'
import type { SyncRequests } from './sync-requests.ts'
import type { SyncStatusQueries } from './sync-status.ts'
import { hrProblem, passOn, type Upstream } from './upstream.ts'

const TAG = 'Leave: the HR system'

interface HrParts {
  readonly upstream: Upstream
  readonly requests: SyncRequests
  readonly status: SyncStatusQueries
}

/** Calls that ask the HR system. All but the last are those of the leave system before this one. */
export const hrRoutes = (parts: HrParts): Route[] => [
  route({
    method: 'get',
    path: '/',
    tag: TAG,
    summary: 'It is alive; a browser is sent to the pages',
    right: 'open',
    answers: {
      200: { description: 'To whoever takes JSON', schema: z.object({ success: z.literal(true) }) },
      302: { description: 'To /app' },
    },
    handle({ req, res }) {
      res.vary('accept')
      if (req.accepts(['json', 'html']) !== 'html') return { body: { success: true } }
      return { status: 302, headers: { location: '/app' } }
    },
  }),
  route({
    method: 'get',
    path: '/leave_info',
    tag: TAG,
    summary: 'What the HR system says, as it says it',
    description: 'For keys of the whole district.',
    right: 'leave.read',
    query: z.object({
      fetchType: z.string().max(50).default('all'),
      startDate: date,
      endDate: date,
      size: z.coerce.number('a number from 1 to 10000').int().min(1).max(HR_PAGE).default(HR_PAGE),
      roleType: z.string().max(50).default('issuer'),
    }),
    answers: { 200: { description: 'The HR system’s records', schema: z.object({ data: z.array(z.unknown()) }) } },
    async handle({ caller, query, res }) {
      if (caller.schools !== null) throw problems.forbidden('It takes a key for the whole district')
      const year = new Date().getUTCFullYear()
      const { startDate = `${year}-01-01`, endDate = `${year}-12-31`, ...rest } = query
      const body = await parts.upstream.leaves({ startDate, endDate, ...rest }).catch(passOn)
      res.setHeader('content-type', 'application/json; charset=utf-8')
      res.end(body)
      return undefined
    },
  }),
  route({
    method: 'get',
    path: '/insert_leave_info',
    tag: TAG,
    summary: 'Takes leave from the HR system now, and answers when it is in',
    description: 'Joins a sync that is under way.',
    right: 'leave.sync',
    answers: { 200: { description: 'It is in', schema: z.object({ success: z.string() }) } },
    async handle({ caller }) {
      await sync(parts, caller)
      return { body: { success: 'Leave Data Inserted Successfully!' } }
    },
  }),
  route({
    method: 'post',
    path: '/api/leave/sync',
    tag: TAG,
    summary: 'Takes leave from the HR system now, and answers with the state of the sync when it is in',
    description: 'Joins a sync that is under way.',
    right: 'leave.sync',
    answers: { 200: { description: 'It is in', schema: dataOf(schemas.status) } },
    async handle({ caller }) {
      await sync(parts, caller)
      return { body: { data: await parts.status.status() } }
    },
  }),
]

async function sync({ upstream, requests, status }: HrParts, caller: Caller): Promise<void> {
  if (caller.schools !== null) throw problems.forbidden('It takes a key for the whole district')
  upstream.require()
  const end = await requests.sync(caller.name)
  if (end === 'done') return
  if (end === 'not in time') throw problems.unavailable('The sync has not ended yet')
  const { lastFailure } = await status.status()
  throw lastFailure ? hrProblem(lastFailure.kind) : new Problem(500, 'internal', 'Something went wrong on our side')
}
