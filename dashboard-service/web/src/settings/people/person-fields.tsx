import { NativeSelect, TextInput } from '@mantine/core'
import type { Kind } from '../../api/roster.ts'
import { fieldError } from '../../form/form-dialog.tsx'
import { texts } from '../../texts/texts.ts'
import { ClassSelect } from './class-select.tsx'
import type { PersonDraft } from './person-draft.ts'

const t = texts.settings.people
export const KINDS: readonly Kind[] = ['student', 'teacher', 'staff']

export interface PersonFieldsProps {
  readonly draft: PersonDraft
  readonly schoolId: number | undefined
  readonly error: Error | null
  set(field: keyof PersonDraft, value: string): void
}

export const PersonFields = ({ draft, schoolId, error, set }: PersonFieldsProps) => {
  const input = (field: 'name' | 'externalId' | 'email' | 'yearGroup') => ({
    label: t[field],
    value: draft[field],
    error: fieldError(error, field),
    onChange: (event: { currentTarget: { value: string } }) => set(field, event.currentTarget.value),
  })
  return (
    <>
      <TextInput {...input('name')} data-autofocus />
      <TextInput {...input('externalId')} description={t.externalIdAbout} />
      <TextInput {...input('email')} type="email" />
      <NativeSelect
        label={t.kind}
        value={draft.kind}
        data={KINDS.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
        onChange={(event) => set('kind', event.currentTarget.value)}
      />
      <ClassSelect
        label={t.className}
        schoolId={schoolId}
        value={draft.classId}
        none={t.noClass}
        error={fieldError(error, 'classId')}
        onChange={(classId) => set('classId', classId)}
      />
      <TextInput {...input('yearGroup')} description={t.yearGroupAbout} />
    </>
  )
}
