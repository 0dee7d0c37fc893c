import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { schoolsQuery } from '../../api/queries.ts'
import { ROSTER, readSchool, type School } from '../../api/roster.ts'
import type { Data } from '../../api/shapes.ts'
import { ChangedMeanwhile } from '../../form/changed-meanwhile.tsx'
import { FormDialog, fieldError } from '../../form/form-dialog.tsx'
import { useDraft } from '../../form/use-draft.ts'
import { useSaving } from '../../form/use-saving.ts'
import { texts } from '../../texts/texts.ts'
import { SCHOOL_FIELDS, SCHOOL_LABELS, schoolBody, schoolDraft } from './school-draft.ts'
import { SchoolFields } from './school-fields.tsx'

export function EditSchoolDialog({ school, onClose }: { school: School; onClose: () => void }) {
  const draft = useDraft(school, schoolDraft)
  const [zoneFrom, setZoneFrom] = useState('')
  const otherZone = draft.changed.timeZone !== undefined
  const saving = useSaving({
    reads: [ROSTER, schoolsQuery.queryKey],
    draft,
    read: () => readSchool(school.id),
    send: async (ifMatch) => {
      const body = { ...schoolBody(draft.changed), ...(otherZone && zoneFrom && { timeZoneFrom: zoneFrom }) }
      return (await call<Data<School>>(`/api/schools/${school.id}`, { method: 'PATCH', ifMatch, body })).data
    },
    done: onClose,
  })
  return (
    <FormDialog
      title={texts.settings.schools.editTitle(school.name)}
      submit={texts.form.save}
      sending={saving}
      onSubmit={saving.save}
      fields={SCHOOL_FIELDS}
      onClose={onClose}
    >
      {saving.overtaken && (
        <ChangedMeanwhile draft={draft} tell={(field, now) => [SCHOOL_LABELS[field], schoolDraft(now)[field]]} />
      )}
      <SchoolFields draft={draft.draft} error={saving.error} set={draft.set} />
      {otherZone && (
        <TextInput
          type="date"
          label={texts.settings.schools.timeZoneFrom}
          description={texts.settings.schools.timeZoneFromAbout}
          value={zoneFrom}
          error={fieldError(saving.error, 'timeZoneFrom')}
          onChange={(event) => setZoneFrom(event.currentTarget.value)}
        />
      )}
    </FormDialog>
  )
}
