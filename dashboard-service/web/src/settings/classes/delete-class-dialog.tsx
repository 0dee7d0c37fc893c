import { call } from '../../api/call.ts'
import { ROSTER, type SchoolClass } from '../../api/roster.ts'
import { ConfirmDialog } from '../../form/confirm-dialog.tsx'
import { useChange } from '../../form/use-change.ts'
import { texts } from '../../texts/texts.ts'

const t = texts.settings.classes

export function DeleteClassDialog({ schoolClass, onClose }: { schoolClass: SchoolClass; onClose: () => void }) {
  const deleting = useChange<void>(
    [ROSTER, ['school', schoolClass.schoolId]],
    () => call(`/api/classes/${schoolClass.id}`, { method: 'DELETE' }),
    onClose,
  )
  return (
    <ConfirmDialog
      title={t.deleteTitle(schoolClass.name)}
      about={t.deleteAbout}
      submit={t.delete}
      danger
      sending={deleting}
      onClose={onClose}
    />
  )
}
