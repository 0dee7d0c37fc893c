import { Anchor, Group, SegmentedControl } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { addressOf } from '../api/call.ts'
import { type Away, awayQuery } from '../api/leave.ts'
import { rowsOf } from '../api/paged.ts'
import { Panel } from '../panel/panel.tsx'
import { type Column, PagedTable } from '../table/paged-table.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { oneOf, useUrlState } from '../url/use-url-state.ts'
import { type LeaveFilters, useLeaveFilters, withFilters } from './leave-filters.ts'
import { formatDates } from './names.ts'
import { weekOf } from './use-leave-clock.ts'

const words = texts.leave.home

/** Who is away today, or this week. Dates say which fiscal year it is, so that filter is none here. */
export function AwayPanel({ today }: { today: string }) {
  const { filters } = useLeaveFilters()
  const [{ when = 'today' }, change] = useUrlState({ when: oneOf('today', 'week') })
  const dates = when === 'today' ? { from: today, to: today } : weekOf(today)
  const query = withFilters(filters, { fiscalYear: undefined, ...dates })
  const away = useInfiniteQuery(awayQuery(query))
  return (
    <Panel
      title={words.away}
      queries={[away]}
      actions={
        <Group gap="xs" className="no-print">
          <SegmentedControl
            size="xs"
            aria-label={words.when}
            data={[
              { value: 'today', label: words.today },
              { value: 'week', label: words.week },
            ]}
            value={when}
            onChange={(value) => change({ when: value === 'week' ? value : undefined })}
          />
          <Anchor size="sm" href={addressOf('/api/leave/away', { ...query, format: 'csv' })} download>
            {texts.list.csv}
          </Anchor>
        </Group>
      }
      empty={rowsOf(away.data).length === 0 && words.nobodyAway}
    >
      {() => (
        <PagedTable
          title={words.away}
          query={away}
          columns={columnsOf(filters)}
          keyOf={({ leaveId, firstDay }) => `${leaveId} ${firstDay}`}
        />
      )}
    </Panel>
  )
}

const columnsOf = (filters: LeaveFilters): Column<Away>[] => [
  {
    title: words.name,
    cell: ({ employeeId, name }) => (
      <Anchor component={Link} size="sm" to={addressOf(`/leave/employees/${employeeId}`, withFilters(filters))}>
        {name}
      </Anchor>
    ),
  },
  { title: words.type, cell: ({ leaveType }) => leaveType ?? texts.leave.none },
  ...(filters.state === undefined
    ? []
    : [{ title: texts.leave.filters.state, cell: ({ state }: Away) => texts.leave.state[state] ?? state }]),
  {
    title: words.dates,
    cell: ({ startDate, endDate }) => <span className="leave-dates">{formatDates(startDate, endDate)}</span>,
  },
  { title: words.inDates, align: 'right', cell: ({ days }) => formatNumber(days) },
]
