import { idNumber } from '@rollcall/domain'
import { z } from 'zod'
import { email, id, instant, localDate, shortText } from '../fields/fields.ts'

export const KINDS = ['student', 'teacher', 'staff'] as const
export type Kind = (typeof KINDS)[number]

const fields = {
  name: shortText(),
  externalId: shortText().nullable().optional().describe('What another system calls this person; nobody else has it'),
  email: email.nullable().optional(),
  kind: z.enum(KINDS, `one of ${KINDS.join(', ')}`).optional(),
  classId: id.nullable().optional().describe('A class of the school'),
  yearGroup: shortText().nullable().optional().describe('Without it, that of the class'),
}
const from = localDate
  .optional()
  .describe('The first day at the school. A new person: today without it; a move to another school: tomorrow')

/** A whole person: what is left out is empty. */
export const newUser = z.object({ ...fields, schoolId: id, from })
/** What is left out stays as it is. */
export const userChange = z.object({ ...fields, name: fields.name.optional(), schoolId: id.optional(), from })
export type NewUser = z.output<typeof newUser>
export type UserChange = z.output<typeof userChange>

export const user = z.object({
  id: idNumber,
  schoolId: idNumber,
  externalId: z.string().nullable(),
  name: z.string(),
  email: z.string().nullable(),
  kind: z.enum(KINDS),
  classId: idNumber.nullable(),
  className: z.string().nullable(),
  yearGroup: z.string().nullable(),
  move: z.object({ schoolId: idNumber, from: z.string() }).nullable().describe('To another school, not begun yet'),
  version: z.int(),
  createdAt: instant,
  deletedAt: instant.nullable(),
})
export interface User extends Omit<z.output<typeof user>, 'createdAt' | 'deletedAt'> {
  readonly createdAt: Date
  readonly deletedAt: Date | null
}

export const enrolment = z.object({ schoolId: idNumber, from: z.string(), to: z.string().nullable() })
export type Enrolment = z.output<typeof enrolment>

export const USER_COLUMNS = `u.id, u.school_id AS "schoolId", u.external_id AS "externalId", u.name, u.email, u.kind,
  u.class_id AS "classId", c.name AS "className", coalesce(u.year_group, c.year_group) AS "yearGroup",
  CASE WHEN m.user_id IS NOT NULL THEN json_build_object('schoolId', m.school_id, 'from', m.from_date) END AS move,
  u.version, u.created_at AS "createdAt", u.deleted_at AS "deletedAt"`
export const USERS = `roster.users u
  LEFT JOIN roster.classes c ON c.id = u.class_id
  LEFT JOIN roster.moves m ON m.user_id = u.id`
