import { MultiSelect, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { schoolsQuery } from '../../api/queries.ts'
import { fieldError } from '../../form/form-dialog.tsx'
import { useMe } from '../../session/use-me.ts'
import { texts } from '../../texts/texts.ts'
import { type AdminDraft, hasSchools, rolesToGive } from './admin-draft.ts'

export interface AdminFieldsProps {
  readonly draft: AdminDraft
  readonly error: Error | null
  set<Field extends keyof AdminDraft>(field: Field, value: AdminDraft[Field]): void
}

const t = texts.access.admins

export function AdminFields({ draft, error, set }: AdminFieldsProps) {
  const roles = rolesToGive(useMe().schools)
  const { data = [] } = useQuery(schoolsQuery)
  return (
    <>
      <TextInput
        label={t.name}
        value={draft.name}
        error={fieldError(error, 'name')}
        onChange={(event) => set('name', event.currentTarget.value)}
      />
      <NativeSelect
        label={t.role}
        description={t.roleAbout[draft.role]}
        value={draft.role}
        data={roles.map((role) => ({ value: role, label: t.roles[role] }))}
        error={fieldError(error, 'role')}
        onChange={(event) => {
          const role = roles.find((each) => each === event.currentTarget.value) ?? draft.role
          set('role', role)
          if (!hasSchools(role)) set('schools', [])
        }}
      />
      {hasSchools(draft.role) && (
        <MultiSelect
          label={t.schools}
          searchable
          limit={50}
          data={data.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={draft.schools.map(String)}
          error={fieldError(error, 'schools')}
          onChange={(chosen) =>
            set(
              'schools',
              chosen.map(Number).toSorted((a, b) => a - b),
            )
          }
        />
      )}
    </>
  )
}
