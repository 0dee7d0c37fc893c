import { Anchor, Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf } from '../../api/call.ts'
import { rowsOf } from '../../api/paged.ts'
import { type School, schoolListQuery } from '../../api/roster.ts'
import { Panel } from '../../panel/panel.tsx'
import { ListTools, SearchField, useRested } from '../../table/list-tools.tsx'
import { type Column, PagedTable } from '../../table/paged-table.tsx'
import { SORTS, SortSelect } from '../../table/sort-select.tsx'
import { formatNumber, texts } from '../../texts/texts.ts'
import { formatLongDate } from '../../time/school-time.ts'
import { oneOf, text, useUrlState } from '../../url/use-url-state.ts'
import { ActionButton } from '../action-button.tsx'
import { useSettingsRights } from '../use-rights.ts'
import { DeleteSchoolDialog } from './delete-school-dialog.tsx'
import { EditSchoolDialog } from './edit-school-dialog.tsx'
import { NewSchoolDialog } from './new-school-dialog.tsx'

const t = texts.settings.schools
const COLUMNS: readonly Column<School>[] = [
  { title: t.name, cell: ({ name }) => <bdi>{name}</bdi> },
  { title: t.externalId, cell: ({ externalId }) => <bdi className="external-id">{externalId ?? '–'}</bdi> },
  {
    title: t.timeZone,
    cell: ({ timeZone, nextTimeZone: next }) =>
      next ? `${timeZone}; ${t.nextZone(next.timeZone, formatLongDate(next.from))}` : timeZone,
  },
  { title: t.hours, cell: ({ opensAt, closesAt }) => `${opensAt}–${closesAt}` },
  { title: t.lateAfter, cell: ({ lateAfterMinutes }) => formatNumber(lateAfterMinutes), align: 'right' },
]
type Open = { readonly kind: 'new' } | { readonly kind: 'edit' | 'delete'; readonly school: School }

export function SchoolsTab() {
  const rights = useSettingsRights()
  const [{ q, sort }, change] = useUrlState({ q: text, sort: oneOf(...SORTS) })
  const rested = useRested(q)
  const list = useInfiniteQuery(schoolListQuery({ q: rested, sort: sort ?? 'name' }))
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const rows = rowsOf(list.data)

  const actions: Column<School> = {
    title: texts.settings.actions,
    cell: (school) => (
      <div className="row-actions">
        <ActionButton
          action={texts.settings.edit}
          name={school.name}
          onClick={() => setOpen({ kind: 'edit', school })}
        />
        {rights.everySchool && (
          <ActionButton
            action={texts.settings.remove}
            name={school.name}
            danger
            onClick={() => setOpen({ kind: 'delete', school })}
          />
        )}
      </div>
    ),
  }
  return (
    <>
      <ListTools actions={rights.everySchool && <Button onClick={() => setOpen({ kind: 'new' })}>{t.add}</Button>}>
        <SearchField
          label={texts.settings.search}
          value={q}
          onChange={(value) => change({ q: value }, { replace: true })}
        />
        <SortSelect value={sort} onChange={(value) => change({ sort: value })} />
      </ListTools>
      <Panel
        title={t.list}
        queries={[list]}
        empty={rows.length === 0 && (rested ? t.noMatch : t.none)}
        actions={
          <Anchor size="sm" href={addressOf('/api/schools.csv', { q: rested })} download className="no-print">
            {texts.list.csv}
          </Anchor>
        }
      >
        {() => (
          <PagedTable
            title={t.list}
            query={list}
            columns={rights.schools ? [...COLUMNS, actions] : COLUMNS}
            keyOf={({ id }) => id}
          />
        )}
      </Panel>
      {open?.kind === 'new' && <NewSchoolDialog onClose={close} />}
      {open?.kind === 'edit' && <EditSchoolDialog school={open.school} onClose={close} />}
      {open?.kind === 'delete' && <DeleteSchoolDialog school={open.school} onClose={close} />}
    </>
  )
}
