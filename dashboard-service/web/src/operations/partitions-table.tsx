import { Table, Text } from '@mantine/core'
import type { Part } from '../api/operations.ts'
import { formatNumber, texts } from '../texts/texts.ts'

const words = texts.operations.pipeline

/** What waits in each partition. A bar beside the number, for the eye alone. */
export function PartitionsTable({ consumer }: { consumer: Part<'consumer'> }) {
  const { value, reason } = consumer
  if (!value) return <Text c="dimmed">{reason}</Text>
  const most = Math.max(1, ...value.partitions.map(({ waiting }) => waiting))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={words.partitions}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.partition}</Table.Th>
            <Table.Th scope="col" ta="right">
              {words.written}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {words.taken}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {words.waiting}
            </Table.Th>
            <Table.Td w="40%" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {value.partitions.map(({ partition, written, taken, waiting }) => (
            <Table.Tr key={partition}>
              <Table.Th scope="row" fw={500}>
                {formatNumber(partition)}
              </Table.Th>
              <Table.Td ta="right">{formatNumber(written)}</Table.Td>
              <Table.Td ta="right">{formatNumber(taken)}</Table.Td>
              <Table.Td ta="right" fw={waiting > 0 ? 700 : undefined}>
                {formatNumber(waiting)}
              </Table.Td>
              <Table.Td>
                <div className="lag-bar" style={{ width: `${(100 * waiting) / most}%` }} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
