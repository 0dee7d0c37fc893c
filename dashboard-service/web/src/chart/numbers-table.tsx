import { Table } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { ChartTable } from './chart.tsx'

const ROW_HEIGHT = 37
/** So many lines are all in the page, where the browser finds what one searches for: a year of days. */
const ALL_AT_MOST = 400

/** The numbers of a chart. Of thousands of lines, only those that one sees are in the page. */
export function NumbersTable({ title, table }: { title: string; table: ChartTable }) {
  const box = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: table.rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: table.rows.length <= ALL_AT_MOST ? ALL_AT_MOST : 40,
  })
  const items = virtual.getVirtualItems()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="virtual-rows" tabIndex={0} aria-label={title} ref={box}>
      <Table stickyHeader aria-rowcount={table.rows.length + 1}>
        <Table.Thead>
          <Table.Tr aria-rowindex={1}>
            {table.columns.map((column) => (
              <Table.Th key={column} scope="col">
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Gap height={items[0]?.start ?? 0} />
          {items.map(({ index }) => (
            <Table.Tr key={index} ref={virtual.measureElement} data-index={index} aria-rowindex={index + 2}>
              {table.rows[index]?.map((cell, place) => (
                <Table.Td key={table.columns[place]}>{String(cell ?? '')}</Table.Td>
              ))}
            </Table.Tr>
          ))}
          <Gap height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} />
        </Table.Tbody>
      </Table>
    </section>
  )
}

/** The height of the lines that are not there. */
const Gap = ({ height }: { height: number }) => height > 0 && <tr style={{ height }} />
