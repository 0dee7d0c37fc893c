import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { type Person, ROSTER } from '../../api/roster.ts'
import type { Data } from '../../api/shapes.ts'
import { FormDialog, fieldError } from '../../form/form-dialog.tsx'
import { useChange } from '../../form/use-change.ts'
import { SchoolSelect } from '../../school/school-select.tsx'
import { texts } from '../../texts/texts.ts'
import { emptyPerson, PERSON_FIELDS, personBody } from './person-draft.ts'
import { PersonFields } from './person-fields.tsx'

const t = texts.settings.people

export interface NewPersonDialogProps {
  /** At first; undefined: none is chosen yet. */
  readonly school: number | undefined
  onClose(): void
}

export function NewPersonDialog({ school, onClose }: NewPersonDialogProps) {
  const [schoolId, setSchoolId] = useState(school)
  const [draft, setDraft] = useState(emptyPerson)
  const [from, setFrom] = useState('')
  const creating = useChange<Data<Person>>(
    [ROSTER],
    () => call('/api/users', { method: 'POST', body: { ...personBody(draft), schoolId, ...(from && { from }) } }),
    onClose,
  )
  return (
    <FormDialog
      title={t.add}
      submit={texts.form.save}
      sending={creating}
      onSubmit={() => creating.mutate()}
      fields={PERSON_FIELDS}
      onClose={onClose}
    >
      <SchoolSelect
        label={texts.settings.school}
        value={schoolId}
        error={fieldError(creating.error, 'schoolId')}
        onChange={(chosen) => {
          setSchoolId(chosen)
          // A class is one of a school.
          setDraft((before) => ({ ...before, classId: '' }))
        }}
      />
      <PersonFields
        draft={draft}
        schoolId={schoolId}
        error={creating.error}
        set={(field, value) => setDraft((before) => ({ ...before, [field]: value }))}
      />
      <TextInput
        type="date"
        label={t.from}
        description={t.fromAbout}
        value={from}
        error={fieldError(creating.error, 'from')}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
