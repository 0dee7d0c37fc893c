import type { Person } from '../../api/roster.ts'
import type { Column } from '../../table/paged-table.tsx'
import { texts } from '../../texts/texts.ts'
import { formatLongDate } from '../../time/school-time.ts'
import { ActionButton } from '../action-button.tsx'

const t = texts.settings.people
export type PersonAction = 'edit' | 'move' | 'end'

export interface PeopleColumnsOptions {
  nameOfSchool(id: number): string
  /** undefined: they may change nobody. */
  readonly onAction: ((action: PersonAction, person: Person) => void) | undefined
}

export function peopleColumns({ nameOfSchool, onAction }: PeopleColumnsOptions): readonly Column<Person>[] {
  const columns: Column<Person>[] = [
    { title: t.name, cell: ({ name }) => <bdi>{name}</bdi> },
    { title: t.externalId, cell: ({ externalId }) => <bdi className="external-id">{externalId ?? '–'}</bdi> },
    { title: t.kind, cell: ({ kind }) => t.kinds[kind] },
    {
      title: texts.settings.school,
      cell: ({ schoolId, move }) => (
        <>
          <bdi>{nameOfSchool(schoolId)}</bdi>
          {move && <div className="quiet">{t.moves(nameOfSchool(move.schoolId), formatLongDate(move.from))}</div>}
        </>
      ),
    },
    { title: t.className, cell: ({ className }) => <bdi>{className ?? '–'}</bdi> },
    { title: t.yearGroup, cell: ({ yearGroup }) => <bdi>{yearGroup ?? '–'}</bdi> },
  ]
  if (!onAction) return columns
  const buttons = [
    ['edit', texts.settings.edit],
    ['move', t.move],
    ['end', t.end],
  ] as const
  return [
    ...columns,
    {
      title: texts.settings.actions,
      cell: (person) => (
        <div className="row-actions">
          {buttons.map(([action, label]) => (
            <ActionButton
              key={action}
              action={label}
              name={person.name}
              danger={action === 'end'}
              onClick={() => onAction(action, person)}
            />
          ))}
        </div>
      ),
    },
  ]
}
