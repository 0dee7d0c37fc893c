import { Anchor, Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf } from '../../api/call.ts'
import { rowsOf } from '../../api/paged.ts'
import { type Person, peopleListQuery } from '../../api/roster.ts'
import { Panel } from '../../panel/panel.tsx'
import { useSchools } from '../../school/use-schools.ts'
import { useMe } from '../../session/use-me.ts'
import { ListTools, useRested } from '../../table/list-tools.tsx'
import { PagedTable } from '../../table/paged-table.tsx'
import { texts } from '../../texts/texts.ts'
import { useSettingsRights } from '../use-rights.ts'
import { EditPersonDialog } from './edit-person-dialog.tsx'
import { EndEnrolmentDialog } from './end-enrolment-dialog.tsx'
import { MovePersonDialog } from './move-person-dialog.tsx'
import { NewPersonDialog } from './new-person-dialog.tsx'
import { type PersonAction, peopleColumns } from './people-columns.tsx'
import { PeopleFilters, usePeopleFilter } from './people-filters.tsx'

const t = texts.settings.people
const DIALOGS = { edit: EditPersonDialog, move: MovePersonDialog, end: EndEnrolmentDialog }

export function PeopleTab() {
  const me = useMe()
  const rights = useSettingsRights()
  const schools = useSchools()
  const [filter, change] = usePeopleFilter()
  const wanted = {
    q: useRested(filter.q),
    schoolId: filter.school,
    classId: filter.class,
    kind: filter.kind,
  }
  const list = useInfiniteQuery(peopleListQuery({ ...wanted, sort: filter.sort ?? 'name' }))
  const [isNew, setNew] = useState(false)
  const [open, setOpen] = useState<{ action: PersonAction; person: Person }>()
  const isFiltered = Object.values(wanted).some((value) => value !== undefined)
  const Dialog = open && DIALOGS[open.action]
  return (
    <>
      <ListTools actions={rights.people && <Button onClick={() => setNew(true)}>{t.add}</Button>}>
        <PeopleFilters filter={filter} change={change} />
      </ListTools>
      <Panel
        title={t.list}
        queries={[list]}
        empty={rowsOf(list.data).length === 0 && (isFiltered ? t.noMatch : t.none)}
        skeletonHeight={300}
        actions={
          <Anchor size="sm" href={addressOf('/api/users.csv', wanted)} download className="no-print">
            {texts.list.csv}
          </Anchor>
        }
      >
        {() => (
          <PagedTable
            title={t.list}
            query={list}
            columns={peopleColumns({
              nameOfSchool: schools.nameOf,
              onAction: rights.people ? (action, person) => setOpen({ action, person }) : undefined,
            })}
            keyOf={({ id }) => id}
          />
        )}
      </Panel>
      {isNew && (
        <NewPersonDialog
          school={filter.school ?? (me.schools?.length === 1 ? me.schools[0] : undefined)}
          onClose={() => setNew(false)}
        />
      )}
      {open && Dialog && <Dialog person={open.person} onClose={() => setOpen(undefined)} />}
    </>
  )
}
