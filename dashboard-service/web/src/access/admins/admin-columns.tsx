import type { Admin } from '../../api/access.ts'
import type { Me } from '../../api/shapes.ts'
import { ActionButton } from '../../settings/action-button.tsx'
import type { Column } from '../../table/paged-table.tsx'
import { formatNumber, texts } from '../../texts/texts.ts'
import { hasSchools } from './admin-draft.ts'

const t = texts.access.admins
export type AdminAction = 'edit' | 'newLink' | 'reset' | 'switchOff' | 'switchOn'

export interface AdminColumnsOptions {
  readonly me: Me
  nameOfSchool(id: number): string
  onAction(action: AdminAction, admin: Admin): void
}

export function adminColumns({ me, nameOfSchool, onAction }: AdminColumnsOptions): readonly Column<Admin>[] {
  const schoolsOf = ({ role, schools }: Admin) =>
    schools.length === 0 && (hasSchools(role) || role === 'district')
      ? texts.access.district
      : named(schools, nameOfSchool)
  return [
    {
      title: t.name,
      cell: ({ id, name }) => (
        <>
          <bdi>{name}</bdi>
          {id === me.id && ` (${t.signedIn})`}
        </>
      ),
    },
    { title: t.email, cell: ({ email }) => <bdi>{email}</bdi> },
    { title: t.role, cell: ({ role }) => t.roles[role] },
    { title: t.schools, cell: (admin) => <bdi>{schoolsOf(admin)}</bdi> },
    { title: t.state, cell: ({ state }) => t.states[state] },
    {
      title: texts.settings.actions,
      cell: (admin) => (
        <div className="row-actions">
          {actionsFor(admin, me).map((action) => (
            <ActionButton
              key={action}
              action={t[action]}
              name={admin.name}
              danger={action === 'switchOff'}
              onClick={() => onAction(action, admin)}
            />
          ))}
        </div>
      ),
    },
  ]
}

const MOST_NAMES = 3

/** An admin of a hundred schools is one line still; all of them stand in the dialog. */
function named(schools: readonly number[], nameOf: (id: number) => string): string {
  if (schools.length === 0) return '–'
  const names = schools.slice(0, MOST_NAMES).map(nameOf).join(', ')
  const more = schools.length - MOST_NAMES
  return more > 0 ? `${names} ${t.more(formatNumber(more))}` : names
}

/** A lost password is the whole district's matter. */
function actionsFor({ state }: Admin, me: Me): readonly AdminAction[] {
  if (state === 'off') return ['edit', 'switchOn']
  if (state === 'invited') return ['edit', 'newLink', 'switchOff']
  return me.schools === null ? ['edit', 'reset', 'switchOff'] : ['edit', 'switchOff']
}
