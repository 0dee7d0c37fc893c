import { Anchor } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { rejectsQuery } from '../api/leave.ts'
import { rowsOf } from '../api/paged.ts'
import { Panel } from '../panel/panel.tsx'
import { PagedTable } from '../table/paged-table.tsx'
import { texts } from '../texts/texts.ts'
import { formatDates } from './names.ts'
import { useLeaveClock } from './use-leave-clock.ts'

const words = texts.leave.rejects

/** Rows of the HR system that break a rule: what is wrong with each. */
export function RejectsPanel() {
  const rejects = useInfiniteQuery(rejectsQuery)
  const { time } = useLeaveClock()
  return (
    <Panel
      title={words.title}
      queries={[rejects]}
      empty={rowsOf(rejects.data).length === 0 && words.empty}
      actions={
        <Anchor className="no-print" size="sm" href="/api/leave/rejects?format=csv" download>
          {texts.list.csv}
        </Anchor>
      }
    >
      {() => (
        <PagedTable
          title={words.title}
          query={rejects}
          columns={[
            { title: words.leaveId, cell: ({ leaveId }) => leaveId ?? texts.leave.unknown },
            { title: words.reasons, cell: ({ reasons }) => reasons.join('; ') },
            { title: words.window, cell: ({ windowFrom }) => formatDates(windowFrom, windowFrom) },
            { title: words.seen, cell: ({ seenAt }) => time(seenAt) },
          ]}
          keyOf={({ windowFrom, hash }) => `${windowFrom} ${hash}`}
        />
      )}
    </Panel>
  )
}
