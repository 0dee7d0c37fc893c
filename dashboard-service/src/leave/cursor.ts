import { problems, readCursor } from '@rollcall/platform'
import type { z } from 'zod'

/** Where a page begins: null for the first one. */
export function afterOf<Schema extends z.ZodType>(cursor: string | undefined, place: Schema): z.output<Schema> | null {
  if (cursor === undefined) return null
  const after = readCursor(cursor, place)
  if (after === undefined) throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
  return after
}
