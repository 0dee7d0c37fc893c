import { call } from '../../api/call.ts'
import { type Person, ROSTER } from '../../api/roster.ts'
import { ConfirmDialog } from '../../form/confirm-dialog.tsx'
import { useChange } from '../../form/use-change.ts'
import { texts } from '../../texts/texts.ts'

const t = texts.settings.people

export function EndEnrolmentDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const ending = useChange<void>(
    [ROSTER, ['school', person.schoolId]],
    () => call(`/api/users/${person.id}`, { method: 'DELETE' }),
    onClose,
  )
  return (
    <ConfirmDialog
      title={t.endTitle(person.name)}
      about={t.endAbout}
      submit={t.endSubmit}
      danger
      sending={ending}
      onClose={onClose}
    />
  )
}
