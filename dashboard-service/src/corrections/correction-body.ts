import {
  type EventKey,
  eventId,
  idNumber,
  isLocalDate,
  isMark,
  MARKS,
  parseEventId,
  TEMPERATURE_MAX,
  TEMPERATURE_MIN,
  TRANSITIONS,
} from '@rollcall/domain'
import { z } from 'zod'

export const localDate = z.string().refine(isLocalDate, 'a date such as 2026-09-01')
export const personId = z.coerce.number('a number').pipe(idNumber)

/** An id of a check-in, as every answer gives it. */
export const eventKey = z.string().transform((id, context) => {
  const parsed = parseEventId(id)
  if (parsed) return parsed
  context.addIssue({ code: 'custom', message: 'an id such as 17-i1795161600000' })
  return z.NEVER
})

const instant = z
  .union([
    z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
    z.int().min(0).max(8_640_000_000_000),
  ])
  .describe('ISO 8601 with an offset, or epoch milliseconds')
const temperature = z.number().min(TEMPERATURE_MIN).max(TEMPERATURE_MAX).nullish()
const reason = z.string().trim().min(1, 'say why').max(1_000, 'at most 1000 characters')
const expectedVersion = z
  .string()
  .max(50)
  .optional()
  .describe('The version of the person’s day that you saw; also If-Match')
const about = { userId: personId, localDate, reason, expectedVersion }
const event = { type: z.enum(TRANSITIONS), timestamp: instant, temperature }

export const correctionBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('void'), id: eventKey.describe('Of the check-in'), ...about }),
  z.object({ kind: z.literal('add'), ...event, ...about }),
  z.object({ kind: z.literal('amend'), id: eventKey.describe('Of the check-in'), ...event, ...about }),
  z.object({
    kind: z.literal('mark'),
    status: z.string().refine(isMark, `one of ${Object.keys(MARKS).join(', ')}`),
    ...about,
  }),
  z.object({ kind: z.literal('undo'), undoes: z.int().min(1).describe('Id of the correction'), ...about }),
])
export type CorrectionBody = z.output<typeof correctionBody>

export const textOf = (userId: number, key: EventKey): string => eventId(userId, key.type, key.at)
