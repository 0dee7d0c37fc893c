import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { yearGroupsQuery } from '../../api/roster.ts'
import { Panel } from '../../panel/panel.tsx'
import { formatNumber, texts } from '../../texts/texts.ts'

const t = texts.settings.classes

/** As people have them, by themselves or by their class: a year group is there while somebody is in it. */
export function YearGroups({ schoolId }: { schoolId: number }) {
  const groups = useQuery(yearGroupsQuery(schoolId))
  return (
    <Panel title={t.yearGroups} queries={[groups]} empty={groups.data?.length === 0 && t.noYearGroups}>
      {() => (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t.yearGroup}</Table.Th>
              <Table.Th scope="col" ta="right">
                {t.people}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {groups.data?.map(({ yearGroup, people }) => (
              <Table.Tr key={yearGroup}>
                <Table.Th scope="row" fw={500}>
                  <bdi>{yearGroup}</bdi>
                </Table.Th>
                <Table.Td ta="right">{formatNumber(people)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  )
}
