import { Anchor, Button, Group, Stack } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { addressOf } from '../api/call.ts'
import { monthSheetQuery, sheetOf } from '../api/month.ts'
import { useScope } from '../attendance/use-scope.tsx'
import { Views } from '../attendance/views.tsx'
import { PageTitle } from '../layout/page-title.tsx'
import { Panel } from '../panel/panel.tsx'
import { useChosenSchool } from '../school/use-chosen-school.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { formatMonth, monthBeside } from '../time/months.ts'
import { month as readMonth, useUrlState } from '../url/use-url-state.ts'
import { Legend } from './legend.tsx'
import { MonthSheetTable } from './month-sheet-table.tsx'

/** A month, person by date. */
export function MonthPage() {
  const { id, school, none } = useChosenSchool()
  const { scope, choices } = useScope()
  const [state, change] = useUrlState({ month: readMonth })
  if (!mayOf(useMe(), 'attendance.read')) return <p>{texts.noRight}</p>
  // The school's own month, which need not be the browser's.
  const month = state.month ?? school?.localDate.slice(0, 7)
  const isLast = month === undefined || month >= (school?.localDate.slice(0, 7) ?? '')
  return (
    <Stack>
      <PageTitle title={texts.month.title}>
        <div className="choices">{choices}</div>
        {month && (
          <Group gap="xs" className="no-print">
            <Button size="sm" variant="default" onClick={() => change({ month: monthBeside(month, -1) })}>
              {texts.month.before}
            </Button>
            <Button
              size="sm"
              variant="default"
              disabled={isLast}
              onClick={() => change({ month: monthBeside(month, 1) })}
            >
              {texts.month.after}
            </Button>
          </Group>
        )}
      </PageTitle>
      <Views view="month" />
      {id !== undefined && month !== undefined ? (
        <Sheet key={`${id} ${month}`} {...{ id, month }} classId={scope.kind === 'class' ? scope.id : undefined} />
      ) : (
        none
      )}
    </Stack>
  )
}

function Sheet({ id, month, classId }: { id: number; month: string; classId: number | undefined }) {
  const sheet = useInfiniteQuery(monthSheetQuery(id, month, classId))
  const [first] = sheet.data?.pages ?? []
  const people = sheet.data?.pages.flatMap(({ data }) => data.people) ?? []
  const csv = addressOf('/api/reports/month-sheet', { ...sheetOf(id, classId), month, format: 'csv' })
  return (
    <Panel
      title={formatMonth(month)}
      queries={[sheet]}
      empty={first && (first.data.dates.length === 0 || people.length === 0) && texts.month.empty}
      skeletonHeight={400}
      actions={
        <Anchor size="sm" href={csv} download={`sheet-${id}-${month}.csv`} className="no-print">
          {texts.list.csv}
        </Anchor>
      }
    >
      {() =>
        first && (
          <>
            <Legend />
            <MonthSheetTable
              dates={first.data.dates}
              totals={first.data.totals}
              people={people}
              onEnd={() => sheet.hasNextPage && !sheet.isFetchingNextPage && void sheet.fetchNextPage()}
            />
          </>
        )
      }
    </Panel>
  )
}
