import { z } from 'zod'
import { eventId } from './event-id.ts'
import { isLocalDate, utcMidnight } from './local-date.ts'
import { TRANSITIONS } from './transition.ts'

/** Ids of people, schools and devices: what Postgres calls an integer. */
export const MAX_ID = 2_147_483_647
export const idNumber = z.number().int().min(1).max(MAX_ID)

export const TEMPERATURE_MIN = 28
export const TEMPERATURE_MAX = 43
export const IMAGE_MAX_LENGTH = 200

/** Characters that a text column can't hold, or that only serve to confuse a log or a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters that are refused
export const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]|\p{Cs}/u

const utcInstant = z.iso.datetime({ precision: 3 })

/** What travels through Kafka: one check-in, as the edge accepted it. Times are UTC with milliseconds. */
export const attendanceRecord = z
  .object({
    v: z.literal(1),
    id: z.string().max(40),
    userId: idNumber,
    schoolId: idNumber,
    type: z.enum(TRANSITIONS),
    at: utcInstant,
    localDate: z.string().refine(isLocalDate, 'not a date'),
    temperature: z.number().min(TEMPERATURE_MIN).max(TEMPERATURE_MAX).nullable(),
    image: z.string().max(IMAGE_MAX_LENGTH).nullable(),
    deviceId: idNumber.nullable(),
    receivedAt: utcInstant,
  })
  .refine((record) => record.id === eventId(record.userId, record.type, Date.parse(record.at)), {
    path: ['id'],
    message: 'is not the id of this person, type and time',
  })
  .refine((record) => isDateSomewhere(record.at, record.localDate), {
    path: ['localDate'],
    message: 'is no date that any time zone has at this time',
  })

export type AttendanceRecord = z.infer<typeof attendanceRecord>

/** Some time zone has this date at this time. */
export function isDateSomewhere(at: string, localDate: string): boolean {
  const hours = (Date.parse(at) - utcMidnight(localDate)) / 3_600_000
  return hours >= -14 && hours < 24 + 12
}
