import { MAX_ID } from '@rollcall/domain'
import {
  dataOf,
  type Pool,
  pageOf,
  pageQuery,
  problems,
  type Route,
  readCursor,
  route,
  writeCursor,
} from '@rollcall/platform'
import { z } from 'zod'
import { requireDistrict } from '../fields/district.ts'
import { OUTCOMES, TaskQueries } from './task-queries.ts'
import { TaskRequests } from './task-requests.ts'

const TAG = 'Operations: tasks'
const instant = z.iso.datetime()
const taskName = z
  .string()
  .regex(/^[a-z][a-z-]{0,49}$/, 'the name of a task, such as reconcile')
  .meta({ examples: ['reconcile'] })
const number = z.coerce.number('a number').int().min(1).max(Number.MAX_SAFE_INTEGER)

const run = z.object({
  id: z.int(),
  task: z.string(),
  startedAt: instant,
  endedAt: instant.nullable(),
  outcome: z.enum(OUTCOMES).nullable().describe('null: it has not ended. died: its process did'),
  milliseconds: z.number().nullable(),
  counts: z.record(z.string(), z.number()),
  error: z.string().nullable(),
  requestedBy: z.string().nullable().describe('null: by the clock'),
})
const task = z.object({
  name: z.string(),
  about: z.string(),
  schedule: z.string().describe('A cron expression, in UTC'),
  options: z.record(z.string(), z.unknown()).describe('What a run may be told, as JSON Schema'),
  nextAt: instant.nullable(),
  running: z.boolean(),
  waiting: z.int().describe('Requests that have not begun'),
  lastRun: run.nullable(),
  lastDoneAt: instant.nullable(),
})
const request = z.object({
  id: z.int(),
  task: z.string(),
  options: z.record(z.string(), z.unknown()),
  requestedBy: z.string(),
  requestedAt: instant,
  run: run.nullable().describe('null: it has not begun'),
})

/** What the tasks service does and has done, and a run now. */
export function taskRoutes(pool: Pool): Route[] {
  const queries = new TaskQueries(pool)
  const requests = new TaskRequests(pool, queries)
  const show = async (id: number) => {
    const found = await queries.request(id)
    if (!found) throw problems.notFound('request')
    return { data: found }
  }
  return [
    route({
      method: 'get',
      path: '/api/operations/tasks',
      tag: TAG,
      summary: 'Each task: when it runs, how it went last',
      description: 'As the tasks service said when it started; empty if it never did.',
      right: 'operations',
      answers: { 200: { description: 'All tasks', schema: pageOf(task) } },
      async handle({ caller }) {
        requireDistrict(caller)
        return { body: { data: await queries.tasks(new Date()), next: null } }
      },
    }),
    route({
      method: 'get',
      path: '/api/operations/task-runs',
      tag: TAG,
      summary: 'Runs of tasks, newest first',
      right: 'operations',
      query: z.object({
        ...pageQuery,
        task: taskName.optional(),
        outcome: z.enum([...OUTCOMES, 'running'], `one of ${OUTCOMES.join(', ')}, running`).optional(),
      }),
      answers: { 200: { description: 'A page of runs', schema: pageOf(run) } },
      async handle({ caller, query: { cursor, ...search } }) {
        requireDistrict(caller)
        const before = cursor === undefined ? [null] : readCursor(cursor, z.tuple([number]))
        if (!before) throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
        const data = await queries.runs({ ...search, before: before[0] ?? null })
        const last = data.at(-1)
        return { body: { data, next: last && data.length === search.limit ? writeCursor([last.id]) : null } }
      },
    }),
    route({
      method: 'post',
      path: '/api/operations/tasks/{name}/runs',
      tag: TAG,
      summary: 'Run it now',
      description:
        'Whichever copy of the tasks service hears it first does it. Read the request for what becomes of it.',
      right: 'operations',
      params: z.object({ name: taskName }),
      body: z.object({ options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}) }),
      bodyExample: { options: {} },
      answers: { 202: { description: 'It is asked for', schema: dataOf(request) } },
      async handle({ caller, params, body, requestId }) {
        requireDistrict(caller)
        const id = await requests.ask(caller, requestId, params.name, body.options)
        return { status: 202, body: await show(id), headers: { location: `/api/operations/task-requests/${id}` } }
      },
    }),
    route({
      method: 'get',
      path: '/api/operations/task-requests/{id}',
      tag: TAG,
      summary: 'What became of a request',
      right: 'operations',
      params: z.object({ id: number.pipe(z.number().max(MAX_ID)).meta({ type: 'integer' }) }),
      answers: { 200: { description: 'The request, with its run once it has one', schema: dataOf(request) } },
      async handle({ caller, params }) {
        requireDistrict(caller)
        return { body: await show(params.id) }
      },
    }),
  ]
}
