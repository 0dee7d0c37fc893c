import { Button, Group, Table, Text, TextInput } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { saveCsv } from '../download/csv.ts'
import { PersonLink } from '../person/person-link.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { text, useUrlState } from '../url/use-url-state.ts'

export interface PeopleRow {
  readonly key: number
  readonly userId: number
  readonly name: string
  readonly className: string | null
  /** What this list tells of them besides. */
  readonly more: string
}

export interface PeopleListProps {
  readonly title: string
  /** What its download is called. */
  readonly name: string
  readonly rows: readonly PeopleRow[]
  readonly moreTitle: string
  /** The day that it is about: their pages open at it. */
  readonly date?: string | undefined
  /** The server's own table of those who are found; without it, the table is made from what is here. */
  readonly csv?: (find: string | undefined) => string
}

const ROW_HEIGHT = 40

/** People, ten thousand or more of them: only the lines one sees are in the page. What is searched for is in the address. */
export function PeopleList({ title, name, rows, moreTitle, date, csv }: PeopleListProps) {
  const [{ find }, change] = useUrlState({ find: text })
  const wanted = find?.toLocaleLowerCase()
  const shown = wanted
    ? rows.filter((row) => `${row.name}\n${row.className ?? ''}`.toLocaleLowerCase().includes(wanted))
    : rows
  const box = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const save = () =>
    saveCsv(name, [
      ['userId', texts.list.name, texts.list.className, moreTitle],
      ...shown.map((row) => [row.userId, row.name, row.className, row.more]),
    ])
  return (
    <>
      <Group justify="space-between" mb="xs" className="no-print">
        <TextInput
          size="sm"
          type="search"
          aria-label={texts.list.search}
          placeholder={texts.list.search}
          value={find ?? ''}
          onChange={(event) => change({ find: event.currentTarget.value || undefined }, { replace: true })}
        />
        <Group gap="sm">
          <Text size="sm" role="status">
            {texts.list.count(formatNumber(shown.length), formatNumber(rows.length))}
          </Text>
          {csv ? (
            <Button size="compact-sm" variant="default" component="a" href={csv(find)} download>
              {texts.list.csv}
            </Button>
          ) : (
            <Button size="compact-sm" variant="default" onClick={save}>
              {texts.list.csv}
            </Button>
          )}
        </Group>
      </Group>
      {shown.length === 0 ? (
        <Text c="dimmed">{texts.list.noMatch}</Text>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="virtual-rows" ref={box} tabIndex={0} aria-label={title}>
          <Table className="people" aria-rowcount={shown.length + 1} stickyHeader>
            <Table.Thead>
              <Table.Tr aria-rowindex={1}>
                {[texts.list.name, texts.list.className, moreTitle].map((column) => (
                  <Table.Th key={column} scope="col">
                    {column}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              <Gap height={items[0]?.start ?? 0} />
              {items.map(({ index }) => {
                const row = shown[index]
                return row && <Row key={row.key} {...{ row, index, date }} measure={virtual.measureElement} />
              })}
              <Gap height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} />
            </Table.Tbody>
          </Table>
        </section>
      )}
    </>
  )
}

/** The height of the lines that are not there. */
const Gap = ({ height }: { height: number }) => height > 0 && <tr style={{ height }} />

interface RowProps {
  readonly row: PeopleRow
  readonly index: number
  readonly date: string | undefined
  /** On a phone lines are as high as their text. */
  readonly measure: (element: HTMLElement | null) => void
}

const Row = ({ row, index, date, measure }: RowProps) => (
  <Table.Tr ref={measure} data-index={index} aria-rowindex={index + 2} h={ROW_HEIGHT}>
    <Table.Th scope="row" fw={500}>
      <PersonLink id={row.userId} name={row.name} date={date} />
    </Table.Th>
    <Table.Td>{row.className ?? ''}</Table.Td>
    <Table.Td>{row.more}</Table.Td>
  </Table.Tr>
)
