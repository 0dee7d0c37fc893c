import { Button, Group, Paper, Table, Title } from '@mantine/core'
import { useId } from 'react'
import type { Balance } from '../api/leave.ts'
import { formatChange, formatNumber, texts } from '../texts/texts.ts'
import { formatDates, yearName } from './names.ts'

const words = texts.leave.profile

export interface LedgerProps {
  readonly balance: Balance
  onClose(): void
}

/** Each line that makes a balance, with what is left after it: the last of these is the balance. */
export function Ledger({ balance, onClose }: LedgerProps) {
  const heading = useId()
  const title = words.ledger(balance.leaveType.name ?? texts.leave.none, yearName(balance.fiscalYear))
  const lines = balance.ledger.map((line, at) => ({
    ...line,
    // Halves and other fractions: sums of them are exact to the hundredth.
    after: Math.round(balance.ledger.slice(0, at + 1).reduce((sum, { effect }) => sum + effect, 0) * 100) / 100,
  }))
  return (
    <Paper withBorder p="xs" component="article" aria-labelledby={heading} className="leave-ledger">
      <Group justify="space-between" mb="xs">
        <Title order={3} size="h5" id={heading}>
          {title}
        </Title>
        <Button className="no-print" size="compact-sm" variant="default" onClick={onClose}>
          {words.closeLedger}
        </Button>
      </Group>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="table-scroll" tabIndex={0} aria-label={title}>
        <Table striped>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{words.line.what}</Table.Th>
              <Table.Th scope="col">{words.line.dates}</Table.Th>
              <Table.Th scope="col" ta="right">
                {words.line.days}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {words.line.effect}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {words.line.after}
              </Table.Th>
              <Table.Th scope="col">{words.line.why}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map((line) => (
              <Table.Tr key={`${line.what} ${line.leaveId} ${line.from}`}>
                <Table.Th scope="row" fw={500}>
                  {words.lines[line.what]}
                </Table.Th>
                <Table.Td className="leave-dates">
                  {line.from !== null && line.to !== null && formatDates(line.from, line.to)}
                </Table.Td>
                <Table.Td ta="right">{formatNumber(line.days)}</Table.Td>
                <Table.Td ta="right">{formatChange(line.effect)}</Table.Td>
                <Table.Td ta="right">{formatNumber(line.after)}</Table.Td>
                <Table.Td className="leave-why">{line.why}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </Paper>
  )
}
