import { type AttendanceRecord, attendanceRecord, CONTROL_CHARACTERS, eventId, isDateSomewhere } from '@rollcall/domain'
import { type FieldError, fieldErrors, problems } from '@rollcall/platform'
import { z } from 'zod'

const { userId, type, at, id, localDate, image } = attendanceRecord.shape
const identity = z.object({ userId, type, at })
const date = z.object({ at, localDate })

/** A record as somebody has put it right: as text or as JSON. Throws a problem that names every field that is still wrong. */
export function readMended(given: unknown): AttendanceRecord {
  const value = typeof given === 'string' ? parse(given) : given
  const read = attendanceRecord.safeParse(value)
  const errors = new Map(read.success ? [] : fieldErrors(read.error.issues).map((error) => [error.field, error]))
  // The contract looks at rules about several fields only when each of them is right, and at what Postgres can store not at all.
  for (const error of furtherErrors(value)) errors.set(error.field, error)
  if (!read.success || errors.size > 0)
    throw problems.invalid(
      [...errors.values()].map(({ field, message }) => ({ field: field ? `value.${field}` : 'value', message })),
    )
  return read.data
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw problems.invalid([{ field: 'value', message: `not JSON: ${why}` }])
  }
}

function furtherErrors(value: unknown): FieldError[] {
  const errors: FieldError[] = []
  const given = z.object({ id }).safeParse(value).data
  const parts = identity.safeParse(value).data
  const right = parts && eventId(parts.userId, parts.type, Date.parse(parts.at))
  if (right && given && given.id !== right)
    errors.push({ field: 'id', message: `must be ${right}, by person, type and time` })
  const day = date.safeParse(value).data
  if (day && !isDateSomewhere(day.at, day.localDate))
    errors.push({ field: 'localDate', message: 'is no date that any time zone has at this time' })
  const picture = z.object({ image }).safeParse(value).data?.image
  if (picture && CONTROL_CHARACTERS.test(picture)) errors.push({ field: 'image', message: 'no control characters' })
  return errors
}
