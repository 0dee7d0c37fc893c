import { Button, Group, Table, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type FeverDates, feverQueueQuery } from '../api/fevers.ts'
import { Panel } from '../panel/panel.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatDateTime } from '../time/school-time.ts'
import { useNow } from '../time/use-now.ts'
import { isOpen, keyOf } from './fever.ts'
import { FeverRow } from './fever-row.tsx'
import { type KeptOrder, newOrder, withAdded } from './kept-order.ts'

export interface FeverQueueProps {
  readonly school: number | undefined
  readonly dates: FeverDates
  readonly openOnly: boolean
}

const COLUMNS = ['who', 'reading', 'recheck', 'called', 'pickedUp', 'owner'] as const

/**
 * Who waits. What is noted, by whomever, is seen in its place: a line goes, or goes elsewhere, when one asks for the order anew.
 */
export function FeverQueue({ school, dates, openOnly }: FeverQueueProps) {
  const query = useInfiniteQuery(feverQueueQuery(school, dates))
  const now = useNow(30_000)
  const lines = query.data?.pages.flatMap(({ data }) => data) ?? []
  const wanted = lines.filter((line) => !openOnly || isOpen(line)).map(keyOf)
  const pages = query.data?.pages.length ?? 0
  const [kept, setKept] = useState<KeptOrder>(() => newOrder(wanted, pages))
  const order = withAdded(kept, wanted, pages)
  if (order !== kept) setKept(order)

  const byKey = new Map(lines.map((line) => [keyOf(line), line]))
  const shown = order.keys.flatMap((key) => byKey.get(key) ?? [])
  const moved = shown.length !== wanted.length || shown.some((line, at) => keyOf(line) !== wanted[at])
  const last = lines.at(-1)
  // Who is done comes last: behind the first of them nobody is open.
  const hasMore = query.hasNextPage && !(openOnly && last && !isOpen(last))
  const newest = lines
    .map(({ readAt }) => readAt)
    .toSorted()
    .at(-1)
  const zone = school === undefined ? undefined : lines[0]?.timeZone
  const withDate = dates.from !== undefined || dates.to !== undefined

  return (
    <Panel
      title={texts.fevers.queue}
      queries={[query]}
      asOf={newest && (zone ? formatDateTime(newest, zone) : `${formatDateTime(newest, 'UTC')} UTC`)}
      empty={query.data && shown.length === 0 && (lines.length > 0 ? texts.fevers.noneOpen : texts.fevers.none)}
      skeletonHeight={260}
    >
      {() => (
        <>
          <Group gap="sm" mb="xs" mih={30}>
            <Text size="sm" role="status">
              {hasMore && `${texts.fevers.first(formatNumber(lines.length))}: `}
              {texts.fevers.count(formatNumber(lines.length), formatNumber(lines.filter(isOpen).length))}
              {order.added.size > 0 && `, ${texts.fevers.added(formatNumber(order.added.size))}`}
            </Text>
            {moved && (
              <Button size="xs" variant="default" onClick={() => setKept(newOrder(wanted, pages))} className="no-print">
                {texts.fevers.sortAgain}
              </Button>
            )}
          </Group>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className="table-scroll" tabIndex={0} aria-label={texts.fevers.queue}>
            <Table className="fever-table" highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  {COLUMNS.map((column) => (
                    <Table.Th key={column} scope="col">
                      {texts.fevers[column]}
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {shown.map((line) => (
                  <FeverRow key={keyOf(line)} {...{ line, now, withDate }} withSchool={school === undefined} />
                ))}
              </Table.Tbody>
            </Table>
          </section>
          {hasMore && (
            <Group justify="flex-end" mt="xs" className="no-print">
              <Button
                size="compact-sm"
                variant="default"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {texts.list.loadMore}
              </Button>
            </Group>
          )}
        </>
      )}
    </Panel>
  )
}
