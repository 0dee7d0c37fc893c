import { idNumber } from '@rollcall/domain'
import { z } from 'zod'
import { id, shortText } from '../fields/fields.ts'

const fields = { name: shortText(), yearGroup: shortText().nullable().optional() }
export const newClass = z.object({ ...fields, schoolId: id })
export const classChange = z.object({ ...fields, name: fields.name.optional() })
export type NewClass = z.output<typeof newClass>
export type ClassChange = z.output<typeof classChange>

export const schoolClass = z.object({
  id: idNumber,
  schoolId: idNumber,
  name: z.string(),
  yearGroup: z.string().nullable(),
  people: z.int().describe('How many are in it'),
  version: z.int(),
})
export type SchoolClass = z.output<typeof schoolClass>

export const yearGroup = z.object({ schoolId: idNumber, yearGroup: z.string(), people: z.int() })
export type YearGroup = z.output<typeof yearGroup>

/** Another name for a year group, wherever it stands at a school; null takes it away there. */
export const yearGroupChange = z.object({
  yearGroup: shortText(),
  to: shortText().nullable().describe('Another one that is there already takes in its people; null: none'),
})
export type YearGroupChange = z.output<typeof yearGroupChange>

export const CLASS_COLUMNS = `c.id, c.school_id AS "schoolId", c.name, c.year_group AS "yearGroup",
  (SELECT count(*) FROM roster.users u WHERE u.class_id = c.id AND u.deleted_at IS NULL) AS people, c.version`
