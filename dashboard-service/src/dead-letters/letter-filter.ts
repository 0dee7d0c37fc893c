import { idNumber } from '@rollcall/domain'
import { type DeadLetter, type Filter, LETTER_STATUSES, type LetterStatus, ObjectId } from '@rollcall/platform'
import { z } from 'zod'

export const LETTER_ID = /^[0-9a-f]{24}$/
/** What is still to be dealt with, by us or by a person. */
export const OPEN: readonly LetterStatus[] = ['pending', 'replaying', 'parked']
export const STATUS_FILTERS = ['open', ...LETTER_STATUSES] as const

/** Which letters: the same in a query and in the body of a bulk call. */
export const letterFilter = {
  status: z
    .enum(STATUS_FILTERS, `one of ${STATUS_FILTERS.join(', ')}`)
    .optional()
    .describe('open: pending, replaying and parked'),
  code: z.string().max(100).optional().describe('The error’s: a SQLSTATE, unreadable or contract'),
  message: z.string().max(5_000).optional().describe('The cause, as the groups tell it'),
  school: z.coerce.number('a number').pipe(idNumber).optional().meta({ type: 'integer' }),
  until: z.iso
    .datetime({ offset: true, error: 'a time such as 2026-11-20T08:00:00Z' })
    .optional()
    .describe('Those that failed first by this time'),
}
const shape = z.object(letterFilter)
export type LetterFilter = z.output<typeof shape>

/** Values that Postgres quotes at the end of a message are not what it is about: 'invalid …: "x"' and 'invalid …: "y"' are one cause. */
const QUOTED_VALUE = /: ".*"$/s
const ANY_VALUE = ': "…"'
export const causeOf = (message: string): string => message.replace(QUOTED_VALUE, ANY_VALUE)

export function mongoFilter({ status, code, message, school, until }: LetterFilter): Filter<DeadLetter> {
  return {
    ...(status && { status: status === 'open' ? { $in: [...OPEN] } : status }),
    ...(code !== undefined && { 'error.code': code }),
    ...(message !== undefined && { 'error.message': messageFilter(message) }),
    // A record is kept as it came, as text: a field of it is looked for as it is written.
    ...(school !== undefined && { value: { $regex: `"schoolId"\\s*:\\s*${school}\\b` } }),
    ...(until !== undefined && { firstFailedAt: { $lte: new Date(until) } }),
  }
}

const messageFilter = (cause: string) =>
  cause.endsWith(ANY_VALUE) ? { $regex: `^${escaped(cause.slice(0, -ANY_VALUE.length))}: "` } : cause
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

export const letterId = (id: string): ObjectId => new ObjectId(id)
