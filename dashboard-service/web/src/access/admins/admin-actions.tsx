import { ACCESS, type Admin, type PasswordLink } from '../../api/access.ts'
import { call } from '../../api/call.ts'
import type { Data } from '../../api/shapes.ts'
import { ConfirmDialog } from '../../form/confirm-dialog.tsx'
import { useChange } from '../../form/use-change.ts'
import { texts } from '../../texts/texts.ts'
import type { GivenLink } from './link-dialog.tsx'

const t = texts.access.admins

export interface NewLinkDialogProps {
  readonly admin: Admin
  /** In place of an invitation that was not accepted, or of a password. */
  readonly kind: 'invitation' | 'reset'
  onLink(link: GivenLink): void
  onClose(): void
}

export function NewLinkDialog({ admin, kind, onLink, onClose }: NewLinkDialogProps) {
  const asking = useChange<Data<PasswordLink>>(
    [ACCESS],
    () => call(`/api/admins/${admin.id}/${kind}`, { method: 'POST' }),
    ({ data: link }) => onLink({ name: admin.name, link }),
  )
  const isReset = kind === 'reset'
  return (
    <ConfirmDialog
      title={isReset ? t.resetTitle(admin.name) : t.newLinkTitle(admin.name)}
      about={isReset ? t.resetAbout : t.newLinkAbout}
      submit={t.resetSubmit}
      sending={asking}
      onClose={onClose}
    />
  )
}

export function SwitchOffDialog({ admin, onClose }: { admin: Admin; onClose: () => void }) {
  const switching = useChange<void>(
    [ACCESS],
    () => call(`/api/admins/${admin.id}`, { method: 'PATCH', body: { off: true } }),
    onClose,
  )
  return (
    <ConfirmDialog
      title={t.switchOffTitle(admin.name)}
      about={t.switchOffAbout}
      submit={t.switchOff}
      danger
      sending={switching}
      onClose={onClose}
    />
  )
}
