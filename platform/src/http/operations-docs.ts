import { z } from 'zod'
import type { Route } from '../api/route.ts'

const TAG = 'Operation'
const dependency = z.object({ status: z.enum(['up', 'down']), milliseconds: z.number() })
const detail = z.object({ status: z.string(), dependencies: z.record(z.string(), dependency) })

/** What every service tells whoever runs it, for its document. */
export const operationsDocs: readonly Omit<Route, 'handle'>[] = [
  {
    method: 'get',
    path: '/health',
    tag: TAG,
    summary: 'Whether the service is there',
    right: 'open',
    answers: {
      200: { description: 'It is', schema: z.object({ status: z.literal('up') }) },
      503: { description: 'It is about to stop', schema: z.object({ status: z.literal('stopping') }) },
    },
  },
  {
    method: 'get',
    path: '/health/detail',
    tag: TAG,
    summary: 'Whether what the service needs is there',
    right: 'operations',
    answers: {
      200: { description: 'All of it', schema: detail },
      503: { description: 'Not all of it', schema: detail },
    },
  },
  {
    method: 'get',
    path: '/metrics',
    tag: TAG,
    summary: 'Series for Prometheus',
    right: 'operations',
    answers: { 200: { description: 'The series', contentType: 'text/plain' } },
  },
]
