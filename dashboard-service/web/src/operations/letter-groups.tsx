import { Button, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Group, groupsQuery } from '../api/operations.ts'
import { Panel } from '../panel/panel.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { utcDateTime } from './utc.ts'

export type Cause = Pick<Group, 'code' | 'message'>
export interface LetterGroupsProps {
  readonly filter: { readonly status: string; readonly school: number | undefined }
  readonly chosen: Cause | undefined
  /** undefined: the one that is chosen is closed. */
  onChoose(cause: Cause | undefined): void
}

const words = texts.operations.letters

/** Each cause is a line: what went wrong is mended once, not letter by letter. */
export function LetterGroups({ filter, chosen, onChoose }: LetterGroupsProps) {
  const groups = useQuery(groupsQuery(filter))
  const isChosen = ({ code, message }: Cause) => code === chosen?.code && message === chosen.message
  return (
    <Panel
      title={words.causes}
      queries={[groups]}
      empty={
        groups.data?.length === 0 && (filter.status === 'open' && !filter.school ? words.noLetters : words.noneSuch)
      }
      actions={
        <Button size="compact-sm" variant="default" className="no-print" onClick={() => void groups.refetch()}>
          {words.readAgain}
        </Button>
      }
    >
      {() => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="table-scroll" tabIndex={0} aria-label={words.causes}>
          <Table striped highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{words.cause}</Table.Th>
                <Table.Th scope="col" ta="right">
                  {words.count}
                </Table.Th>
                <Table.Th scope="col">{words.status}</Table.Th>
                <Table.Th scope="col">{words.first}</Table.Th>
                <Table.Th scope="col">{words.last}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {groups.data?.map((group) => (
                <Table.Tr key={`${group.code} ${group.message}`}>
                  <Table.Th scope="row" fw={500}>
                    <Button
                      variant={isChosen(group) ? 'filled' : 'light'}
                      size="compact-sm"
                      aria-pressed={isChosen(group)}
                      aria-label={`${group.code}: ${group.message}`}
                      onClick={() => onChoose(isChosen(group) ? undefined : group)}
                    >
                      {group.code}
                    </Button>
                    <Text size="sm" className="letter-cause" mt={4}>
                      {group.message}
                    </Text>
                    <Text size="xs" c="dimmed" className="letter-cause">
                      {words.codes[group.code] ?? words.otherCode}
                    </Text>
                  </Table.Th>
                  <Table.Td ta="right">{formatNumber(group.count)}</Table.Td>
                  <Table.Td>{statusesOf(group)}</Table.Td>
                  <Table.Td className="nowrap">{utcDateTime(group.firstFailedAt)}</Table.Td>
                  <Table.Td className="nowrap">{utcDateTime(group.lastFailedAt)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      )}
    </Panel>
  )
}

const statusesOf = ({ byStatus }: Group): string =>
  Object.entries(byStatus)
    .map(([status, count]) => `${words.statuses[status as keyof typeof words.statuses]} ${formatNumber(count ?? 0)}`)
    .join(' · ')
