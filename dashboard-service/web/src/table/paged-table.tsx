import { Button, Group, Table, Text } from '@mantine/core'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type Pages, rowsOf } from '../api/paged.ts'
import { formatNumber, texts } from '../texts/texts.ts'

export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  readonly align?: 'right'
}

export interface PagedTableProps<Row> {
  readonly title: string
  readonly query: UseInfiniteQueryResult<Pages<Row>, Error>
  /** The first one names the row. */
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string | number
}

/** A list that the server answers page by page; more of it comes when one asks for more, so nothing moves by itself. */
export function PagedTable<Row>({ title, query, columns, keyOf }: PagedTableProps<Row>) {
  const rows = rowsOf(query.data)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="table-scroll" tabIndex={0} aria-label={title}>
        <Table striped highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column.title} scope="col" ta={column.align}>
                  {column.title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={keyOf(row)}>
                {columns.map((column, at) =>
                  at === 0 ? (
                    <Table.Th key={column.title} scope="row" fw={500}>
                      {column.cell(row)}
                    </Table.Th>
                  ) : (
                    <Table.Td key={column.title} ta={column.align}>
                      {column.cell(row)}
                    </Table.Td>
                  ),
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
      <Group justify="space-between" mt="xs" className="no-print">
        <Text size="sm" c="dimmed" role="status">
          {query.hasNextPage ? texts.list.first(formatNumber(rows.length)) : texts.list.all(formatNumber(rows.length))}
        </Text>
        {query.hasNextPage && (
          <Button
            size="compact-sm"
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {texts.list.loadMore}
          </Button>
        )}
      </Group>
    </>
  )
}
