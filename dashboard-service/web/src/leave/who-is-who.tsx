import { Anchor, Button, Group, Stack } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { type Unlinked, unlinkedQuery } from '../api/leave.ts'
import { rowsOf } from '../api/paged.ts'
import { Panel } from '../panel/panel.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { type Column, PagedTable } from '../table/paged-table.tsx'
import { texts } from '../texts/texts.ts'
import { LinkDialog, NobodyDialog } from './link-dialog.tsx'
import { RejectsPanel } from './rejects-panel.tsx'

const words = texts.leave.links

/** What a person has to look at: employees of whom the rules don't know who they are, and rows that could not be taken. */
export function WhoIsWho() {
  const me = useMe()
  if (me.schools !== null) return <p>{words.district}</p>
  return (
    <Stack>
      <UnlinkedPanel maySync={mayOf(me, 'leave.sync')} />
      {mayOf(me, 'leave.sync') && <RejectsPanel />}
    </Stack>
  )
}

function UnlinkedPanel({ maySync }: { maySync: boolean }) {
  const unlinked = useInfiniteQuery(unlinkedQuery)
  const [dialog, setDialog] = useState<{ what: 'link' | 'nobody'; employee: Unlinked }>()
  const close = () => setDialog(undefined)
  const actions: Column<Unlinked> = {
    title: words.actions,
    cell: (employee) => (
      <Group gap="xs" wrap="nowrap">
        <Button
          size="compact-sm"
          variant="default"
          aria-label={words.linkName(employee.name)}
          onClick={() => setDialog({ what: 'link', employee })}
        >
          {words.link}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={words.nobodyName(employee.name)}
          onClick={() => setDialog({ what: 'nobody', employee })}
        >
          {words.nobody}
        </Button>
      </Group>
    ),
  }
  return (
    <Panel
      title={words.unlinked}
      queries={[unlinked]}
      empty={rowsOf(unlinked.data).length === 0 && words.allLinked}
      actions={
        <Anchor className="no-print" size="sm" href="/api/leave/unlinked?format=csv" download>
          {texts.list.csv}
        </Anchor>
      }
    >
      {() => (
        <>
          <PagedTable
            title={words.unlinked}
            query={unlinked}
            columns={[...COLUMNS, ...(maySync ? [actions] : [])]}
            keyOf={({ id }) => id}
          />
          {dialog?.what === 'link' && <LinkDialog employee={dialog.employee} onClose={close} />}
          {dialog?.what === 'nobody' && <NobodyDialog employee={dialog.employee} onClose={close} />}
        </>
      )}
    </Panel>
  )
}

const COLUMNS: readonly Column<Unlinked>[] = [
  {
    title: words.name,
    cell: ({ id, name }) => (
      <Anchor component={Link} size="sm" to={`/leave/employees/${id}`}>
        {name || String(id)}
      </Anchor>
    ),
  },
  { title: words.number, cell: ({ empId }) => empId ?? '' },
  { title: words.email, cell: ({ email }) => email ?? '' },
]
