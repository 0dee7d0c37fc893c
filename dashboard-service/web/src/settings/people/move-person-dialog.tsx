import { Button, Text, TextInput } from '@mantine/core'
import { call } from '../../api/call.ts'
import { type Person, ROSTER, readPerson } from '../../api/roster.ts'
import type { Data } from '../../api/shapes.ts'
import { ChangedMeanwhile } from '../../form/changed-meanwhile.tsx'
import { FormDialog, fieldError } from '../../form/form-dialog.tsx'
import { useChange } from '../../form/use-change.ts'
import { useDraft } from '../../form/use-draft.ts'
import { useSaving } from '../../form/use-saving.ts'
import { SchoolSelect } from '../../school/school-select.tsx'
import { useSchools } from '../../school/use-schools.ts'
import { texts } from '../../texts/texts.ts'
import { formatLongDate } from '../../time/school-time.ts'
import { ClassSelect } from './class-select.tsx'
import { PERSON_FIELDS } from './person-draft.ts'

const t = texts.settings.people

interface MoveDraft {
  readonly to: number | undefined
  readonly from: string
  readonly classId: string
}
const draftOf = ({ move }: Person): MoveDraft => ({ to: move?.schoolId, from: move?.from ?? '', classId: '' })

/** To another school from a day to come, or not after all. */
export function MovePersonDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { nameOf } = useSchools()
  const draft = useDraft(person, draftOf)
  const { to, from, classId } = draft.draft
  const patch = async (body: object, ifMatch: string) =>
    (await call<Data<Person>>(`/api/users/${person.id}`, { method: 'PATCH', ifMatch, body })).data
  const saving = useSaving({
    reads: [ROSTER],
    draft,
    read: () => readPerson(person.id),
    send: (ifMatch) =>
      patch({ schoolId: to ?? '', ...(from && { from }), ...(classId && { classId: Number(classId) }) }, ifMatch),
    done: onClose,
  })
  // The present school, said again, is how the API calls a move off.
  const callingOff = useChange([ROSTER], () => patch({ schoolId: person.schoolId }, `"${draft.base.version}"`), onClose)
  const { move } = draft.base
  return (
    <FormDialog
      title={t.moveTitle(person.name)}
      submit={t.moveSubmit}
      sending={callingOff.error ? callingOff : saving}
      onSubmit={saving.save}
      fields={PERSON_FIELDS}
      onClose={onClose}
    >
      {saving.overtaken && (
        <ChangedMeanwhile
          draft={draft}
          tell={(field, now) => {
            if (field === 'to') return [t.moveTo, now.move ? nameOf(now.move.schoolId) : '']
            return [field === 'from' ? t.moveFrom : t.moveClass, now.move?.from ?? '']
          }}
        />
      )}
      {move && (
        <>
          <Text size="sm">{t.moves(nameOf(move.schoolId), formatLongDate(move.from))}</Text>
          <Button variant="default" loading={callingOff.isPending} onClick={() => callingOff.mutate()}>
            {t.callOff}
          </Button>
        </>
      )}
      <SchoolSelect
        label={t.moveTo}
        value={to}
        without={person.schoolId}
        error={fieldError(saving.error, 'schoolId')}
        onChange={(chosen) => {
          draft.set('to', chosen)
          draft.set('classId', '')
        }}
      />
      <TextInput
        type="date"
        label={t.moveFrom}
        description={t.moveFromAbout}
        value={from}
        error={fieldError(saving.error, 'from')}
        onChange={(event) => draft.set('from', event.currentTarget.value)}
      />
      <ClassSelect
        label={t.moveClass}
        schoolId={to}
        value={classId}
        none={t.noClass}
        error={fieldError(saving.error, 'classId')}
        onChange={(chosen) => draft.set('classId', chosen)}
      />
    </FormDialog>
  )
}
