import { dataOf, LETTER_STATUSES, type Route, route } from '@rollcall/platform'
import { z } from 'zod'
import { requireDistrict } from '../fields/district.ts'
import { GATE_STATES } from './gate-state.ts'
import type { Pipeline } from './pipeline.ts'

const instant = z.iso.datetime()
const partOf = <Value extends z.ZodType>(value: Value, about: string) =>
  z
    .object({
      asOf: instant,
      value: value.nullable().describe('null: it could not be read'),
      reason: z.string().nullable().describe('Why not'),
    })
    .describe(about)
const added = z.object({
  seconds: z.number().describe('The time over which it was measured, a minute at most'),
  records: z.int(),
  perSecond: z.number(),
})
const state = z.object({
  acknowledged: partOf(added, 'What got into the topic: check-ins that were answered with 201, and replays'),
  consumer: partOf(
    z.object({
      waiting: z.int(),
      oldestWaitsSeconds: z.int().describe('0 where nothing waits'),
      taken: added.nullable(),
      partitions: z.array(z.object({ partition: z.int(), written: z.int(), taken: z.int(), waiting: z.int() })),
    }),
    'What of the topic is taken, by the offsets of the consumer group',
  ),
  stored: partOf(added, 'What came to lie in Postgres; repeats are not stored'),
  deadLetters: partOf(z.record(z.enum(LETTER_STATUSES), z.int()), 'By status'),
  gate: partOf(
    z.object({
      state: z.enum(GATE_STATES),
      since: instant.nullable().describe('Since when it knows everything; null: from the beginning, or nothing yet'),
    }),
    'What Redis remembers of the day',
  ),
  dependencies: partOf(
    z.record(z.string(), z.object({ status: z.enum(['up', 'down']), milliseconds: z.number() })),
    'Whether each store answers this copy of the service',
  ),
})

/** How records flow. */
export const pipelineRoutes = (pipeline: Pipeline): Route[] => [
  route({
    method: 'get',
    path: '/api/operations/pipeline',
    tag: 'Operations: pipeline',
    summary: 'The way of check-ins from the edge into the table',
    description:
      'Each part tells of when it speaks. A part that can’t be read is null, with a reason, and the others are there.',
    right: 'operations',
    answers: { 200: { description: 'How it stands', schema: dataOf(state) } },
    async handle({ caller }) {
      requireDistrict(caller)
      return { body: { data: await pipeline.state() }, headers: { 'cache-control': 'no-store' } }
    },
  }),
]
