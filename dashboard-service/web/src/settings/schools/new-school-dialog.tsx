import { useState } from 'react'
import { call } from '../../api/call.ts'
import { schoolsQuery } from '../../api/queries.ts'
import { ROSTER, type School } from '../../api/roster.ts'
import type { Data } from '../../api/shapes.ts'
import { FormDialog } from '../../form/form-dialog.tsx'
import { useChange } from '../../form/use-change.ts'
import { texts } from '../../texts/texts.ts'
import { emptySchool, SCHOOL_FIELDS, schoolBody } from './school-draft.ts'
import { SchoolFields } from './school-fields.tsx'

export function NewSchoolDialog({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState(emptySchool)
  const creating = useChange<Data<School>>(
    [ROSTER, schoolsQuery.queryKey],
    () => call('/api/schools', { method: 'POST', body: schoolBody(draft) }),
    onClose,
  )
  return (
    <FormDialog
      title={texts.settings.schools.addTitle}
      submit={texts.form.save}
      sending={creating}
      onSubmit={() => creating.mutate()}
      fields={SCHOOL_FIELDS}
      onClose={onClose}
    >
      <SchoolFields
        draft={draft}
        error={creating.error}
        set={(field, value) => setDraft((before) => ({ ...before, [field]: value }))}
      />
    </FormDialog>
  )
}
