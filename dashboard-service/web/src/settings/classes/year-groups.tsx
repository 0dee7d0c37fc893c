import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type YearGroup, yearGroupsQuery } from '../../api/roster.ts'
import { Panel } from '../../panel/panel.tsx'
import { formatNumber, texts } from '../../texts/texts.ts'
import { ActionButton } from '../action-button.tsx'
import { YearGroupDialog } from './year-group-dialog.tsx'

const t = texts.settings.classes
type Open = { readonly group: YearGroup; readonly isDelete: boolean }

/** As classes and people have them: a year group is there while one of them has it. */
export function YearGroups({ schoolId, mayChange }: { schoolId: number; mayChange: boolean }) {
  const groups = useQuery(yearGroupsQuery(schoolId))
  const [open, setOpen] = useState<Open>()
  return (
    <Panel title={t.yearGroups} queries={[groups]} empty={groups.data?.length === 0 && t.noYearGroups}>
      {() => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="table-scroll" tabIndex={0} aria-label={t.yearGroups}>
          <Table striped>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t.yearGroup}</Table.Th>
                <Table.Th scope="col" ta="right">
                  {t.people}
                </Table.Th>
                {mayChange && <Table.Th scope="col">{texts.settings.actions}</Table.Th>}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {groups.data?.map((group) => (
                <Table.Tr key={group.yearGroup}>
                  <Table.Th scope="row" fw={500}>
                    <bdi>{group.yearGroup}</bdi>
                  </Table.Th>
                  <Table.Td ta="right">{formatNumber(group.people)}</Table.Td>
                  {mayChange && (
                    <Table.Td>
                      <Actions name={group.yearGroup} onOpen={(isDelete) => setOpen({ group, isDelete })} />
                    </Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {open && <YearGroupDialog {...open} onClose={() => setOpen(undefined)} />}
        </section>
      )}
    </Panel>
  )
}

const Actions = ({ name, onOpen }: { name: string; onOpen: (isDelete: boolean) => void }) => (
  <div className="row-actions">
    <ActionButton action={texts.settings.edit} name={name} onClick={() => onOpen(false)} />
    <ActionButton action={texts.settings.remove} name={name} danger onClick={() => onOpen(true)} />
  </div>
)
