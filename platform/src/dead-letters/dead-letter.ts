import type { ObjectId } from 'mongodb'

/** Collection name without the namespace. */
export const DEAD_LETTERS = 'dead_letters'
/** The Kafka header by which a replayed record names its letter. */
export const LETTER_HEADER = 'letter'

export const LETTER_STATUSES = ['pending', 'replaying', 'replayed', 'parked', 'discarded'] as const
export type LetterStatus = (typeof LETTER_STATUSES)[number]

export interface LetterError {
  /** SQLSTATE, or why the record could not be read. */
  readonly code: string
  readonly message: string
}

/** A record that can't be stored as it is: kept whole, with the reason, to be mended and replayed. */
export interface DeadLetter {
  _id: ObjectId
  /** Together they say which record it is; the topic by its identity, since offsets begin anew when it is made anew. */
  topicId: string
  partition: number
  offset: number
  key: string | null
  value: string | null
  /** base64 where the bytes are no text. */
  encoding: 'utf8' | 'base64'
  headers: Record<string, string>
  error: LetterError
  attempts: number
  status: LetterStatus
  firstFailedAt: Date
  nextAttemptAt: Date
  leaseUntil: Date | null
  /** One entry a change, so that its length is the letter's version. */
  history: LetterEvent[]
}

/** The record as a letter holds it. */
export type LetterRecord = Pick<DeadLetter, 'key' | 'value' | 'encoding'>

export interface LetterEvent {
  at: Date
  status: LetterStatus
  note: string
  /** Who did it, if it was a person. */
  by?: string
  /** What was in the letter until then, if its record was mended. */
  before?: LetterRecord
}

/** What a person does to a letter; what is not said stays. */
export interface LetterChange {
  readonly status?: 'pending' | 'discarded'
  readonly record?: LetterRecord
  readonly by: string
  readonly note: string
}

export type NewDeadLetter = Pick<
  DeadLetter,
  'topicId' | 'partition' | 'offset' | 'key' | 'value' | 'encoding' | 'headers' | 'error'
>

/** Which attempt at which letter a replayed record is. */
export interface LetterAttempt {
  readonly id: string
  readonly attempts: number
}

export const formatAttempt = ({ id, attempts }: LetterAttempt): string => `${id}:${attempts}`

const FORM = /^([0-9a-f]{24}):(\d{1,6})$/
export function parseAttempt(header: string | undefined): LetterAttempt | undefined {
  const parts = FORM.exec(header ?? '')
  return parts?.[1] ? { id: parts[1], attempts: Number(parts[2]) } : undefined
}

/** Failures after which a letter waits for somebody instead. */
export const MOST_ATTEMPTS = 8
const FIRST_WAIT_MS = 60_000

/** One minute, two, four ... until it is parked, some two hours after it first failed. */
export const waitAfter = (attempts: number): number => FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 7)
