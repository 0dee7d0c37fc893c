import { Anchor, Button, Stack } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf } from '../../api/call.ts'
import { rowsOf } from '../../api/paged.ts'
import { classListQuery, type SchoolClass } from '../../api/roster.ts'
import { Panel } from '../../panel/panel.tsx'
import { useChosenSchool } from '../../school/use-chosen-school.tsx'
import { ListTools } from '../../table/list-tools.tsx'
import { type Column, PagedTable } from '../../table/paged-table.tsx'
import { formatNumber, texts } from '../../texts/texts.ts'
import { ActionButton } from '../action-button.tsx'
import { useSettingsRights } from '../use-rights.ts'
import { ClassDialog, emptyClass } from './class-dialog.tsx'
import { DeleteClassDialog } from './delete-class-dialog.tsx'
import { YearGroups } from './year-groups.tsx'

const t = texts.settings.classes
const COLUMNS: readonly Column<SchoolClass>[] = [
  { title: t.name, cell: ({ name }) => <bdi>{name}</bdi> },
  { title: t.yearGroup, cell: ({ yearGroup }) => <bdi>{yearGroup ?? '–'}</bdi> },
  { title: t.people, cell: ({ people }) => formatNumber(people), align: 'right' },
]
type Open = { readonly kind: 'edit' | 'delete'; readonly schoolClass: SchoolClass }

export function ClassesTab() {
  const { id, choice, none } = useChosenSchool()
  const rights = useSettingsRights()
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const add = id !== undefined && rights.schools && (
    <Button onClick={() => setOpen({ kind: 'edit', schoolClass: emptyClass(id) })}>{t.add}</Button>
  )
  return (
    <>
      <ListTools actions={add}>{choice}</ListTools>
      {id === undefined ? (
        none
      ) : (
        <Stack>
          <Classes key={id} schoolId={id} onOpen={rights.schools ? setOpen : undefined} />
          <YearGroups schoolId={id} mayChange={rights.schools} />
        </Stack>
      )}
      {open?.kind === 'edit' && <ClassDialog schoolClass={open.schoolClass} onClose={close} />}
      {open?.kind === 'delete' && <DeleteClassDialog schoolClass={open.schoolClass} onClose={close} />}
    </>
  )
}

function Classes({ schoolId, onOpen }: { schoolId: number; onOpen: ((open: Open) => void) | undefined }) {
  const list = useInfiniteQuery(classListQuery(schoolId))
  const actions: Column<SchoolClass> = {
    title: texts.settings.actions,
    cell: (schoolClass) => (
      <div className="row-actions">
        <ActionButton
          action={texts.settings.edit}
          name={schoolClass.name}
          onClick={() => onOpen?.({ kind: 'edit', schoolClass })}
        />
        <ActionButton
          action={texts.settings.remove}
          name={schoolClass.name}
          danger
          onClick={() => onOpen?.({ kind: 'delete', schoolClass })}
        />
      </div>
    ),
  }
  return (
    <Panel
      title={t.list}
      queries={[list]}
      empty={rowsOf(list.data).length === 0 && t.none}
      actions={
        <Anchor size="sm" href={addressOf('/api/classes.csv', { schoolId })} download className="no-print">
          {texts.list.csv}
        </Anchor>
      }
    >
      {() => (
        <PagedTable
          title={t.list}
          query={list}
          columns={onOpen ? [...COLUMNS, actions] : COLUMNS}
          keyOf={({ id }) => id}
        />
      )}
    </Panel>
  )
}
