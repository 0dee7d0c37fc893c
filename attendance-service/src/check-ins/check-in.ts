import {
  CONTROL_CHARACTERS,
  IMAGE_MAX_LENGTH,
  MAX_ID,
  TEMPERATURE_MAX,
  TEMPERATURE_MIN,
  TRANSITIONS,
} from '@rollcall/domain'
import { z } from 'zod'

const DECIMAL = /^[1-9]\d{0,9}$/

/** Older clients send ids as strings. */
const id = z
  .custom<number | string>(
    (value) =>
      typeof value === 'number'
        ? Number.isInteger(value) && value >= 1 && value <= MAX_ID
        : typeof value === 'string' && DECIMAL.test(value) && Number(value) <= MAX_ID,
    `a whole number from 1 to ${MAX_ID}`,
  )
  .meta({
    anyOf: [
      { type: 'integer', minimum: 1, maximum: MAX_ID },
      { type: 'string', pattern: DECIMAL.source },
    ],
  })

const isoInstant = z.iso.datetime({ offset: true })
/** No client's clock is before 2000 or after 9999; what is merely too old or in the future is told so later. */
const EARLIEST = Date.UTC(2000, 0, 1)
const LATEST = Date.UTC(9999, 0, 1)

const instant = z
  .custom<number | string>(
    (value) => Number.isInteger(value) || (typeof value === 'string' && isoInstant.safeParse(value).success),
    'ISO 8601 with an offset, such as 2026-09-01T08:00:00+02:00, or epoch milliseconds',
  )
  .meta({ anyOf: [{ type: 'string', format: 'date-time' }, { type: 'integer' }] })
  .transform((value) => (typeof value === 'number' ? value : Date.parse(value)))
  .refine((at) => at >= EARLIEST && at < LATEST, 'a time between the years 2000 and 9999')

/** Two decimals are what is kept; rounded here, once, so that every part sees the same number. */
const temperature = z
  .number(`a number of degrees Celsius`)
  .min(TEMPERATURE_MIN, `at least ${TEMPERATURE_MIN} degrees Celsius`)
  .max(TEMPERATURE_MAX, `at most ${TEMPERATURE_MAX} degrees Celsius`)
  .transform((degrees) => Math.round(degrees * 100) / 100)

/** What a client sends, made uniform: ids as numbers, the time in epoch milliseconds. Unknown fields are ignored. */
export const checkIn = z.object({
  userId: id.transform(Number),
  schoolId: id.transform(Number).nullish(),
  type: z.enum(TRANSITIONS, `one of ${TRANSITIONS.join(', ')}`),
  timestamp: instant,
  temperature: temperature.nullish(),
  image: z
    .string('a string')
    .max(IMAGE_MAX_LENGTH, `at most ${IMAGE_MAX_LENGTH} characters`)
    .refine((text) => !CONTROL_CHARACTERS.test(text), 'without control characters')
    .nullish(),
})

export type CheckIn = z.infer<typeof checkIn>
export const MOST_IN_A_BATCH = 1_000
