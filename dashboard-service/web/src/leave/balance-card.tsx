import { Button, Group, Paper, Text, Title } from '@mantine/core'
import { useId, useMemo } from 'react'
import type { Balance } from '../api/leave.ts'
import { Chart } from '../chart/chart.tsx'
import { gaugeOption } from '../chart/gauge-option.ts'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatDays } from './names.ts'

const words = texts.leave.profile

export interface BalanceCardProps {
  readonly balance: Balance
  readonly employeeId: number
  readonly isOpen: boolean
  /** Opens the lines that explain it. */
  onWhy(): void
}

/** Used days of a type against those that the type gives by itself; what is left counts what was carried over, too. */
export function BalanceCard({ balance, employeeId, isOpen, onWhy }: BalanceCardProps) {
  const heading = useId()
  const type = balance.leaveType.name ?? texts.leave.none
  const { taken, allocated, carriedOver, pending, left } = balance
  const { table, option } = useMemo(
    () => ({
      table: {
        columns: [words.rows.what, words.rows.days],
        rows: [
          [words.rows.taken, taken],
          [words.rows.allocated, allocated],
          [words.rows.carriedOver, carriedOver],
          [words.rows.pending, pending],
          [words.rows.left, left],
        ],
      },
      option: gaugeOption({
        value: taken,
        whole: allocated,
        label: words.used(formatNumber(taken), formatNumber(allocated)),
      }),
    }),
    [taken, allocated, carriedOver, pending, left],
  )
  return (
    <Paper withBorder p="xs" component="article" aria-labelledby={heading} className="leave-balance">
      <Title order={3} size="h5" id={heading}>
        {type}
      </Title>
      <Chart
        title={words.gauge(type)}
        name={`leave-${employeeId}-${type}-${balance.fiscalYear.startDate}`}
        {...{ table, option }}
      />
      <Group justify="space-between" align="flex-end" wrap="nowrap">
        <div>
          <Text size="sm" fw={700} c={left < 0 ? 'var(--bad)' : undefined}>
            {words.left(formatDays(left))}
          </Text>
          {carriedOver > 0 && <Text size="sm">{words.carriedOver(formatNumber(carriedOver))}</Text>}
          {pending > 0 && <Text size="sm">{words.pending(formatNumber(pending))}</Text>}
        </div>
        <Button
          className="no-print"
          size="compact-sm"
          variant="default"
          aria-expanded={isOpen}
          aria-label={words.whyOf(type)}
          onClick={onWhy}
        >
          {words.why}
        </Button>
      </Group>
    </Paper>
  )
}
