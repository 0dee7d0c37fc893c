import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type AttendanceScope, type ConsecutiveLine, callsQuery } from '../api/attendance.ts'
import { rowsOf } from '../api/paged.ts'
import { Panel } from '../panel/panel.tsx'
import { PersonLink } from '../person/person-link.tsx'
import { type Column, PagedTable } from '../table/paged-table.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatLocalDate } from '../time/school-time.ts'

export interface CallListProps {
  readonly title: string
  readonly scope: AttendanceScope
  readonly atLeast: number
  readonly withLeave: boolean
  readonly actions?: ReactNode
  /** Where somebody looks at it while people arrive. */
  readonly everyMs?: number
}

/** Who has been missing for days in a row, most days first: whoever comes is off it with the next reading. */
export function CallList({ title, scope, atLeast, withLeave, actions, everyMs }: CallListProps) {
  const calls = useInfiniteQuery({
    ...callsQuery(scope, atLeast, withLeave),
    ...(everyMs !== undefined && { refetchInterval: everyMs }),
  })
  return (
    <Panel
      title={title}
      queries={[calls]}
      empty={calls.data && rowsOf(calls.data).length === 0 && texts.attendance.noCalls(formatNumber(atLeast))}
      actions={actions}
      skeletonHeight={160}
    >
      {() => <PagedTable title={title} query={calls} columns={COLUMNS} keyOf={({ userId }) => userId} />}
    </Panel>
  )
}

const COLUMNS: readonly Column<ConsecutiveLine>[] = [
  { title: texts.list.name, cell: ({ userId, name }) => <PersonLink id={userId} name={name} /> },
  { title: texts.list.className, cell: ({ className }) => className ?? '' },
  { title: texts.attendance.daysInARow, align: 'right', cell: ({ days }) => formatNumber(days) },
  { title: texts.attendance.since, cell: ({ since }) => formatLocalDate(since) },
  {
    title: texts.attendance.now,
    cell: ({ lastStatus }) => (lastStatus === null ? '–' : texts.attendance.statuses[lastStatus]),
  },
]
