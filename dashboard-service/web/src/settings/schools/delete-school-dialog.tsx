import { call } from '../../api/call.ts'
import { schoolsQuery } from '../../api/queries.ts'
import { ROSTER, type School } from '../../api/roster.ts'
import { ConfirmDialog } from '../../form/confirm-dialog.tsx'
import { useChange } from '../../form/use-change.ts'
import { texts } from '../../texts/texts.ts'

const t = texts.settings.schools

export function DeleteSchoolDialog({ school, onClose }: { school: School; onClose: () => void }) {
  const deleting = useChange<void>(
    [ROSTER, schoolsQuery.queryKey],
    () => call(`/api/schools/${school.id}`, { method: 'DELETE' }),
    onClose,
  )
  return (
    <ConfirmDialog
      title={t.deleteTitle(school.name)}
      about={t.deleteAbout}
      submit={t.delete}
      danger
      sending={deleting}
      onClose={onClose}
    />
  )
}
