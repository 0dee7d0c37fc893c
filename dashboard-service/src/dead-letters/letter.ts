import { type DeadLetter, LETTER_STATUSES, type LetterRecord, type LetterStatus } from '@rollcall/platform'
import { z } from 'zod'
import { jsonOf } from './people-concerned.ts'

const instant = z.iso.datetime()
const status = z.enum(LETTER_STATUSES)
const error = z.object({ code: z.string(), message: z.string() })
const record = z.object({
  key: z.string().nullable(),
  encoding: z.enum(['utf8', 'base64']),
  text: z.string().nullable().describe('As it is; base64 where the bytes are no text'),
  json: z.unknown().describe('null where it is no JSON'),
})

/** A letter in a list. */
export const letterLine = z.object({
  id: z.string(),
  version: z.int().describe('Send it back as If-Match with a change'),
  status,
  attempts: z.int(),
  error,
  firstFailedAt: instant,
  nextAttemptAt: instant.nullable().describe('null: not by itself'),
  partition: z.int(),
  offset: z.int(),
  key: z.string().nullable(),
  userId: z.int().nullable().describe('As far as it can be read'),
  schoolId: z.int().nullable(),
  mended: z.boolean(),
})

/** All there is to know about one. */
export const letterDetail = letterLine.extend({
  topicId: z.string(),
  record,
  headers: z.record(z.string(), z.string()),
  leaseUntil: instant.nullable(),
  history: z.array(
    z.object({
      at: instant,
      status,
      note: z.string(),
      by: z.string().nullable(),
      before: record.nullable().describe('What was there until somebody mended it'),
    }),
  ),
})

export interface LetterLine {
  readonly id: string
  readonly version: number
  readonly status: LetterStatus
  readonly attempts: number
  readonly error: { readonly code: string; readonly message: string }
  readonly firstFailedAt: Date
  readonly nextAttemptAt: Date | null
  readonly partition: number
  readonly offset: number
  readonly key: string | null
  readonly userId: number | null
  readonly schoolId: number | null
  readonly mended: boolean
}

export function lineOf(letter: DeadLetter): LetterLine {
  const value = jsonOf(letter)
  return {
    id: letter._id.toHexString(),
    version: letter.history.length,
    status: letter.status,
    attempts: letter.attempts,
    error: { code: letter.error.code, message: letter.error.message },
    firstFailedAt: letter.firstFailedAt,
    nextAttemptAt: letter.status === 'pending' ? letter.nextAttemptAt : null,
    partition: letter.partition,
    offset: letter.offset,
    key: letter.key,
    userId: numberIn(value, 'userId'),
    schoolId: numberIn(value, 'schoolId'),
    mended: letter.history.some(({ before }) => before !== undefined),
  }
}

export const detailOf = (letter: DeadLetter) => ({
  ...lineOf(letter),
  topicId: letter.topicId,
  record: recordOf(letter),
  headers: letter.headers,
  leaseUntil: letter.leaseUntil,
  history: letter.history.map(({ at, status, note, by, before }) => ({
    at,
    status,
    note,
    by: by ?? null,
    before: before ? recordOf(before) : null,
  })),
})
export type LetterDetail = ReturnType<typeof detailOf>

const recordOf = (given: LetterRecord) => ({
  key: given.key,
  encoding: given.encoding,
  text: given.value,
  json: jsonOf(given) ?? null,
})

function numberIn(value: unknown, field: string): number | null {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined
  return Number.isSafeInteger(found) ? (found as number) : null
}
