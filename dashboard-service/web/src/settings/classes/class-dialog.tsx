import { TextInput } from '@mantine/core'
import { call } from '../../api/call.ts'
import { ROSTER, readClass, type SchoolClass } from '../../api/roster.ts'
import type { Data } from '../../api/shapes.ts'
import { ChangedMeanwhile } from '../../form/changed-meanwhile.tsx'
import { FormDialog, fieldError } from '../../form/form-dialog.tsx'
import { useDraft } from '../../form/use-draft.ts'
import { useSaving } from '../../form/use-saving.ts'
import { texts } from '../../texts/texts.ts'

const t = texts.settings.classes
const draftOf = ({ name, yearGroup }: SchoolClass) => ({ name, yearGroup: yearGroup ?? '' })

/** A new class has no id yet. */
export const emptyClass = (schoolId: number): SchoolClass => ({
  id: 0,
  schoolId,
  name: '',
  yearGroup: null,
  people: 0,
  version: 0,
})

export function ClassDialog({ schoolClass, onClose }: { schoolClass: SchoolClass; onClose: () => void }) {
  const { id, schoolId } = schoolClass
  const isNew = id === 0
  const draft = useDraft(schoolClass, draftOf)
  const { name, yearGroup } = draft.draft
  const saving = useSaving({
    // The names of classes stand on whatever is shown of a school.
    reads: [ROSTER, ['school', schoolId]],
    draft,
    read: () => readClass(id),
    send: async (ifMatch) => {
      const body = { name, yearGroup: yearGroup.trim() || null }
      const sent = isNew
        ? call<Data<SchoolClass>>('/api/classes', { method: 'POST', body: { ...body, schoolId } })
        : call<Data<SchoolClass>>(`/api/classes/${id}`, { method: 'PATCH', ifMatch, body })
      return (await sent).data
    },
    done: onClose,
  })
  const fields = ['name', 'yearGroup'] as const
  return (
    <FormDialog
      title={isNew ? t.add : t.editTitle(schoolClass.name)}
      submit={texts.form.save}
      sending={saving}
      onSubmit={saving.save}
      fields={fields}
      onClose={onClose}
    >
      {saving.overtaken && <ChangedMeanwhile draft={draft} tell={(field, now) => [t[field], draftOf(now)[field]]} />}
      {fields.map((field) => (
        <TextInput
          key={field}
          label={t[field]}
          value={draft.draft[field]}
          data-autofocus={field === 'name' ? true : undefined}
          error={fieldError(saving.error, field)}
          onChange={(event) => draft.set(field, event.currentTarget.value)}
        />
      ))}
    </FormDialog>
  )
}
