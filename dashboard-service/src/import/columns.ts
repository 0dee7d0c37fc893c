import { MAX_ID } from '@rollcall/domain'
import { z } from 'zod'
import { email, localDate, shortText, timeOfDay, timeZone } from '../fields/fields.ts'
import { KINDS } from '../people/user.ts'
import type { Column } from './sheet.ts'

const number = (least: number, most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,10}$/, `a whole number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.number().min(least, `at least ${least}`).max(most, `at most ${most}`))

export const columns = {
  id: { schema: number(1, MAX_ID), type: 'integer' },
  text: { schema: shortText(), type: 'text' },
  name: { schema: shortText(), type: 'text', required: true },
  email: { schema: email, type: 'text' },
  kind: { schema: z.enum(KINDS, `one of ${KINDS.join(', ')}`), type: 'text' },
  date: { schema: localDate, type: 'date' },
  timeZone: { schema: timeZone, type: 'text' },
  timeOfDay: { schema: timeOfDay, type: 'time' },
  minutes: { schema: number(0, 720), type: 'integer' },
} as const satisfies Record<string, Column>
