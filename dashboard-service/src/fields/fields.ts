import { CONTROL_CHARACTERS, idNumber, isLocalDate, isTimeZone, MAX_ID } from '@rollcall/domain'
import { z } from 'zod'

/** The fields that schools, classes and people are made of. */

const MOST = 200
/** Characters as a person counts them, and as Postgres does: a letter beyond the 16 bits of JavaScript is one. */
const notTooLong = (most: number) => (text: string) => [...text].length <= most

export const shortText = (most = MOST) =>
  z
    .string('a text')
    .trim()
    .min(1, 'not empty')
    .refine(notTooLong(most), `at most ${most} characters`)
    .refine((text) => !CONTROL_CHARACTERS.test(text), 'no control characters')
    .meta({ maxLength: most })

export const email = z
  .email('an address such as asha@example.org')
  .max(320, 'at most 320 characters')
  // The usual form lets some of these pass inside quotes; a text column does not take all of them.
  .refine((text) => !CONTROL_CHARACTERS.test(text), 'no control characters')

export const id = z.union(
  [
    idNumber,
    z
      .string()
      .regex(/^[1-9]\d{0,9}$/)
      .transform(Number)
      .pipe(idNumber),
  ],
  { error: `a whole number from 1 to ${MAX_ID}` },
)
/** In an address. */
export const idParam = z.object({
  id: z.coerce
    .number('a whole number')
    .int('a whole number')
    .min(1, 'at least 1')
    .max(MAX_ID, `at most ${MAX_ID}`)
    .meta({ examples: [1] }),
})

export const localDate = z
  .string('a date such as 2026-09-01')
  .refine((text) => isLocalDate(text) && text >= '2000-01-01' && text < '2200-01-01', 'a date such as 2026-09-01')
  .meta({ format: 'date' })
export const timeZone = z
  .string('a time zone such as Asia/Kathmandu')
  .max(100)
  .refine((name) => /^[A-Za-z][\w+\-/]*$/.test(name) && isTimeZone(name), 'a time zone such as Asia/Kathmandu')
export const timeOfDay = z.string('a time such as 08:30').regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 08:30')

export const flag = z.enum(['true', 'false'], 'true or false').transform((text) => text === 'true')
export const instant = z.iso.datetime()
/** What the caller searches for: anything, but what no column can hold. */
export const search = z
  .string()
  .max(200, 'at most 200 characters')
  .transform((text) => text.replaceAll('\0', ' ').trim())
  .describe('Beginnings of words of the name, in any order, or the beginning of the external id')
