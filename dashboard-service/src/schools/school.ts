import { idNumber } from '@rollcall/domain'
import { z } from 'zod'
import { instant, localDate, shortText, timeOfDay, timeZone } from '../fields/fields.ts'

const fields = {
  name: shortText(),
  externalId: shortText().nullable().optional().describe('What another system calls this school'),
  timeZone,
  opensAt: timeOfDay.optional(),
  closesAt: timeOfDay.optional(),
  lateAfterMinutes: z.int('a whole number').min(0, 'at least 0').max(720, 'at most 720').optional(),
}
const timeZoneFrom = localDate
  .optional()
  .describe('The first date of another time zone, to come at the school: tomorrow or the day after without it')

/** A whole school: what is left out is as it is for a new one. */
export const newSchool = z.object({ ...fields, timeZoneFrom })
export const schoolChange = z.object({
  ...fields,
  name: fields.name.optional(),
  timeZone: timeZone.optional(),
  timeZoneFrom,
})
export type NewSchool = z.output<typeof newSchool>
export type SchoolChange = z.output<typeof schoolChange>

export const school = z.object({
  id: idNumber,
  externalId: z.string().nullable(),
  name: z.string(),
  timeZone: z.string(),
  nextTimeZone: z.object({ timeZone: z.string(), from: z.string() }).nullable(),
  opensAt: z.string(),
  closesAt: z.string(),
  lateAfterMinutes: z.int(),
  version: z.int(),
  createdAt: instant,
  deletedAt: instant.nullable(),
})
export interface School extends Omit<z.output<typeof school>, 'createdAt' | 'deletedAt'> {
  readonly createdAt: Date
  readonly deletedAt: Date | null
}

export const DEFAULTS = { opensAt: '08:00', closesAt: '15:00', lateAfterMinutes: 10 } as const

export const SCHOOL_COLUMNS = `s.id, s.external_id AS "externalId", s.name, s.time_zone AS "timeZone",
  (SELECT json_build_object('timeZone', z.time_zone, 'from', z.from_date) FROM roster.school_zones z
   WHERE z.school_id = s.id AND NOT z.begun
   ORDER BY z.from_date LIMIT 1) AS "nextTimeZone",
  to_char(s.opens_at, 'HH24:MI') AS "opensAt", to_char(s.closes_at, 'HH24:MI') AS "closesAt",
  s.late_after_minutes AS "lateAfterMinutes", s.version, s.created_at AS "createdAt", s.deleted_at AS "deletedAt"`
