import { TextInput } from '@mantine/core'
import { call } from '../../api/call.ts'
import { schoolsQuery } from '../../api/queries.ts'
import { ROSTER, readSchool, type School } from '../../api/roster.ts'
import type { Data } from '../../api/shapes.ts'
import { ChangedMeanwhile } from '../../form/changed-meanwhile.tsx'
import { FormDialog, fieldError } from '../../form/form-dialog.tsx'
import { useDraft } from '../../form/use-draft.ts'
import { useSaving } from '../../form/use-saving.ts'
import { texts } from '../../texts/texts.ts'
import { TimeZoneSelect } from '../schools/time-zone-select.tsx'

const t = texts.settings.schools
const LABELS = { timeZone: t.timeZone, timeZoneFrom: t.timeZoneFrom }

/** What is planned, or a change from the present zone. */
const draftOf = ({ timeZone, nextTimeZone: next }: School) => ({
  timeZone: next?.timeZone ?? timeZone,
  timeZoneFrom: next?.from ?? '',
})

export function TimeZoneDialog({ school, onClose }: { school: School; onClose: () => void }) {
  const draft = useDraft(school, draftOf)
  const { timeZone, timeZoneFrom } = draft.draft
  const saving = useSaving({
    reads: [ROSTER, schoolsQuery.queryKey],
    draft,
    read: () => readSchool(school.id),
    send: async (ifMatch) => {
      const body = { timeZone, ...(timeZoneFrom && { timeZoneFrom }) }
      return (await call<Data<School>>(`/api/schools/${school.id}`, { method: 'PATCH', ifMatch, body })).data
    },
    done: onClose,
  })
  return (
    <FormDialog
      title={texts.settings.calendar.changeZone}
      submit={texts.form.save}
      sending={saving}
      onSubmit={saving.save}
      fields={['timeZone', 'timeZoneFrom']}
      onClose={onClose}
    >
      {saving.overtaken && (
        <ChangedMeanwhile draft={draft} tell={(field, now) => [LABELS[field], draftOf(now)[field]]} />
      )}
      <TimeZoneSelect
        value={timeZone}
        error={fieldError(saving.error, 'timeZone')}
        onChange={(zone) => draft.set('timeZone', zone)}
      />
      <TextInput
        type="date"
        label={t.timeZoneFrom}
        description={t.timeZoneFromAbout}
        value={timeZoneFrom}
        error={fieldError(saving.error, 'timeZoneFrom')}
        onChange={(event) => draft.set('timeZoneFrom', event.currentTarget.value)}
      />
    </FormDialog>
  )
}
