import { call } from '../../api/call.ts'
import { type Person, ROSTER, readPerson } from '../../api/roster.ts'
import type { Data } from '../../api/shapes.ts'
import { ChangedMeanwhile } from '../../form/changed-meanwhile.tsx'
import { FormDialog } from '../../form/form-dialog.tsx'
import { useDraft } from '../../form/use-draft.ts'
import { useSaving } from '../../form/use-saving.ts'
import { texts } from '../../texts/texts.ts'
import { Enrolments } from './enrolments.tsx'
import { PERSON_FIELDS, personBody, personDraft, tellPerson } from './person-draft.ts'
import { PersonFields } from './person-fields.tsx'

export function EditPersonDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const draft = useDraft(person, personDraft)
  const saving = useSaving({
    reads: [ROSTER, ['school', person.schoolId]],
    draft,
    read: () => readPerson(person.id),
    send: async (ifMatch) => {
      const body = personBody(draft.changed)
      return (await call<Data<Person>>(`/api/users/${person.id}`, { method: 'PATCH', ifMatch, body })).data
    },
    done: onClose,
  })
  return (
    <FormDialog
      title={texts.settings.people.editTitle(person.name)}
      submit={texts.form.save}
      sending={saving}
      onSubmit={saving.save}
      fields={PERSON_FIELDS}
      onClose={onClose}
    >
      {saving.overtaken && <ChangedMeanwhile draft={draft} tell={tellPerson} />}
      <PersonFields
        draft={draft.draft}
        schoolId={draft.base.schoolId}
        error={saving.error}
        set={(field, value) => draft.set(field, value)}
      />
      <Enrolments personId={person.id} />
    </FormDialog>
  )
}
