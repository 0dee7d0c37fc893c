import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type AttendanceScope, ofScope, trendQuery } from '../api/attendance.ts'
import { addressOf } from '../api/call.ts'
import { Panel } from '../panel/panel.tsx'
import { texts } from '../texts/texts.ts'
import type { ViewProps } from './attendance-page.tsx'
import { CsvLink } from './csv-link.tsx'
import { TrendChart } from './trend-chart.tsx'
import { type Range, useRange } from './use-range.tsx'

/** The figures of each school day of a range, as lines. */
export function Trends({ chosen: { scope, today } }: ViewProps) {
  const { range, fields } = useRange(today)
  return (
    <Stack>
      <div className="fields no-print">{fields}</div>
      {range && <Trend scope={scope} range={range} />}
    </Stack>
  )
}

function Trend({ scope, range: { from, to } }: { scope: AttendanceScope; range: Range }) {
  const trend = useQuery(trendQuery(scope, from, to))
  return (
    <Panel
      title={texts.attendance.trend}
      queries={[trend]}
      empty={trend.data?.length === 0 && texts.attendance.noTrend}
      skeletonHeight={320}
      actions={<CsvLink href={addressOf('/api/reports/trend', { ...ofScope(scope), from, to, format: 'csv' })} />}
    >
      {() => trend.data && <TrendChart days={trend.data} name={`trend-${from}-${to}`} />}
    </Panel>
  )
}
