import { ACCESS, type Admin, readAdmin } from '../../api/access.ts'
import { call } from '../../api/call.ts'
import { meQuery } from '../../api/queries.ts'
import type { Data } from '../../api/shapes.ts'
import { ChangedMeanwhile } from '../../form/changed-meanwhile.tsx'
import { FormDialog } from '../../form/form-dialog.tsx'
import { useDraft } from '../../form/use-draft.ts'
import { useSaving } from '../../form/use-saving.ts'
import { useSchools } from '../../school/use-schools.ts'
import { texts } from '../../texts/texts.ts'
import { ADMIN_FIELDS, adminDraft } from './admin-draft.ts'
import { AdminFields } from './admin-fields.tsx'

const t = texts.access.admins

export function EditAdminDialog({ admin, onClose }: { admin: Admin; onClose: () => void }) {
  const { nameOf } = useSchools()
  const draft = useDraft(admin, adminDraft)
  const saving = useSaving({
    // It may be oneself.
    reads: [ACCESS, meQuery.queryKey],
    draft,
    read: () => readAdmin(admin.id),
    send: async (ifMatch) =>
      (await call<Data<Admin>>(`/api/admins/${admin.id}`, { method: 'PATCH', ifMatch, body: draft.changed })).data,
    done: onClose,
  })
  return (
    <FormDialog
      title={t.editTitle(admin.name)}
      submit={texts.form.save}
      sending={saving}
      onSubmit={saving.save}
      fields={ADMIN_FIELDS}
      onClose={onClose}
    >
      {saving.overtaken && (
        <ChangedMeanwhile
          draft={draft}
          tell={(field, now) => {
            if (field === 'schools') return [t.schools, now.schools.map(nameOf).join(', ')]
            return field === 'role' ? [t.role, t.roles[now.role]] : [t.name, now.name]
          }}
        />
      )}
      <AdminFields draft={draft.draft} error={saving.error} set={draft.set} />
    </FormDialog>
  )
}
