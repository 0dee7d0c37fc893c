import { type Route, route } from '@rollcall/platform'
import type { Request } from 'express'
import { z } from 'zod'
import { personId } from '../corrections/correction-body.ts'
import type { Scopes } from '../reports/scope.ts'
import type { LiveHub } from './live-hub.ts'

const answers = {
  200: {
    description: 'Server-sent events named `attendance`, each how things stand',
    contentType: 'text/event-stream',
  },
}
const lastId = (req: Request) => req.headers['last-event-id']?.toString()

/** How things stand now, told whenever it changes. */
export const liveRoutes = (hub: LiveHub, scopes: Scopes): Route[] => [
  route({
    method: 'get',
    path: '/api/live/schools/{id}',
    tag: 'Live',
    summary: 'A school’s counters and last arrivals, as they change',
    right: 'attendance.read',
    params: z.object({ id: personId }),
    answers,
    async handle({ caller, params, req, res }) {
      const { schools } = await scopes.find(caller, 'school', params.id)
      await hub.listen(res, schools, lastId(req))
      return undefined
    },
  }),
  route({
    method: 'get',
    path: '/api/live/district',
    tag: 'Live',
    summary: 'The same of all schools that the caller sees',
    right: 'attendance.read',
    answers,
    async handle({ caller, req, res }) {
      await hub.listen(res, caller.schools, lastId(req))
      return undefined
    },
  }),
]
