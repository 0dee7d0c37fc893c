import { ACCESS, type Key } from '../../api/access.ts'
import { call } from '../../api/call.ts'
import { ConfirmDialog } from '../../form/confirm-dialog.tsx'
import { useChange } from '../../form/use-change.ts'
import { texts } from '../../texts/texts.ts'

const t = texts.access.keys

export function RevokeDialog({ apiKey, onClose }: { apiKey: Key; onClose: () => void }) {
  const revoking = useChange<void>([ACCESS], () => call(`/api/keys/${apiKey.id}`, { method: 'DELETE' }), onClose)
  return (
    <ConfirmDialog
      title={t.revokeTitle(apiKey.name)}
      about={t.revokeAbout}
      submit={t.revokeSubmit}
      danger
      sending={revoking}
      onClose={onClose}
    />
  )
}
