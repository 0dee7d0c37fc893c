import type { School } from '../../api/roster.ts'
import { texts } from '../../texts/texts.ts'

export interface SchoolDraft {
  readonly name: string
  readonly externalId: string
  readonly timeZone: string
  readonly opensAt: string
  readonly closesAt: string
  readonly lateAfterMinutes: string
}

export const emptySchool: SchoolDraft = {
  name: '',
  externalId: '',
  timeZone: '',
  opensAt: '08:00',
  closesAt: '15:00',
  lateAfterMinutes: '10',
}

export const schoolDraft = (school: School): SchoolDraft => ({
  name: school.name,
  externalId: school.externalId ?? '',
  timeZone: school.timeZone,
  opensAt: school.opensAt,
  closesAt: school.closesAt,
  lateAfterMinutes: String(school.lateAfterMinutes),
})

/** Only what is given: the present time zone, sent along, would call off a change of it. */
export const schoolBody = ({ externalId, lateAfterMinutes, ...rest }: Partial<SchoolDraft>) => ({
  ...rest,
  ...(externalId !== undefined && { externalId: externalId.trim() || null }),
  ...(lateAfterMinutes !== undefined && { lateAfterMinutes: numberOf(lateAfterMinutes) }),
})

/** What is no number is left to the server to refuse. */
const numberOf = (text: string): number | string => (/^\d+$/.test(text.trim()) ? Number(text) : text)

/** Each of them says itself what is wrong with it. */
export const SCHOOL_FIELDS = [...Object.keys(emptySchool), 'timeZoneFrom']

const t = texts.settings.schools
export const SCHOOL_LABELS: Readonly<Record<keyof SchoolDraft, string>> = {
  name: t.name,
  externalId: t.externalId,
  timeZone: t.timeZone,
  opensAt: t.opensAt,
  closesAt: t.closesAt,
  lateAfterMinutes: t.lateAfter,
}
