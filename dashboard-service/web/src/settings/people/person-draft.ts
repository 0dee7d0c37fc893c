import type { Person } from '../../api/roster.ts'
import { texts } from '../../texts/texts.ts'

export interface PersonDraft {
  readonly name: string
  readonly externalId: string
  readonly email: string
  readonly kind: Person['kind']
  /** '' is no class. */
  readonly classId: string
  readonly yearGroup: string
}

export const emptyPerson: PersonDraft = {
  name: '',
  externalId: '',
  email: '',
  kind: 'student',
  classId: '',
  yearGroup: '',
}

/** Each of them says itself what is wrong with it, where a dialog has it. */
export const PERSON_FIELDS = ['name', 'externalId', 'email', 'classId', 'yearGroup', 'schoolId', 'from']

export const personDraft = (person: Person): PersonDraft => ({
  name: person.name,
  externalId: person.externalId ?? '',
  email: person.email ?? '',
  kind: person.kind,
  classId: person.classId === null ? '' : String(person.classId),
  yearGroup: person.yearGroup ?? '',
})

/** Only what is given; an empty text takes away what was there. */
export function personBody({ name, kind, classId, ...texts }: Partial<PersonDraft>) {
  const others = Object.entries(texts).map(([field, value]) => [field, value.trim() || null])
  return {
    ...(name !== undefined && { name }),
    ...(kind !== undefined && { kind }),
    ...(classId !== undefined && { classId: classId === '' ? null : Number(classId) }),
    ...Object.fromEntries(others),
  }
}

const t = texts.settings.people

/** A field in words, as somebody else has left it. */
export function tellPerson(field: keyof PersonDraft, now: Person): readonly [string, string] {
  if (field === 'classId') return [t.className, now.className ?? t.noClass]
  if (field === 'kind') return [t.kind, t.kinds[now.kind]]
  return [t[field], personDraft(now)[field]]
}
