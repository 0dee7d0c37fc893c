import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { ACCESS, type Admin, type PasswordLink } from '../../api/access.ts'
import { call } from '../../api/call.ts'
import type { Data } from '../../api/shapes.ts'
import { FormDialog, fieldError } from '../../form/form-dialog.tsx'
import { useChange } from '../../form/use-change.ts'
import { texts } from '../../texts/texts.ts'
import { ADMIN_FIELDS, type AdminDraft } from './admin-draft.ts'
import { AdminFields } from './admin-fields.tsx'
import type { GivenLink } from './link-dialog.tsx'

const t = texts.access.admins

export interface InviteDialogProps {
  onInvited(link: GivenLink): void
  onClose(): void
}

export function InviteDialog({ onInvited, onClose }: InviteDialogProps) {
  const [email, setEmail] = useState('')
  const [draft, setDraft] = useState<AdminDraft>({ name: '', role: 'school', schools: [] })
  const inviting = useChange<Data<Admin & { link: PasswordLink }>>(
    [ACCESS],
    () => call('/api/admins', { method: 'POST', body: { ...draft, email } }),
    ({ data: { name, link } }) => onInvited({ name, link }),
  )
  return (
    <FormDialog
      title={t.invite}
      submit={t.inviteSubmit}
      sending={inviting}
      onSubmit={() => inviting.mutate()}
      fields={ADMIN_FIELDS}
      onClose={onClose}
    >
      <TextInput
        type="email"
        label={t.email}
        autoComplete="off"
        data-autofocus
        value={email}
        error={fieldError(inviting.error, 'email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <AdminFields
        draft={draft}
        error={inviting.error}
        set={(field, value) => setDraft((before) => ({ ...before, [field]: value }))}
      />
    </FormDialog>
  )
}
