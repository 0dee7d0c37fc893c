import { Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type AttendanceScope, type Band, type ChronicLine, chronicQuery, ofScope } from '../api/attendance.ts'
import { addressOf } from '../api/call.ts'
import { Panel } from '../panel/panel.tsx'
import { PersonLink } from '../person/person-link.tsx'
import { type Column, PagedTable } from '../table/paged-table.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { oneOf, useUrlState } from '../url/use-url-state.ts'
import type { ViewProps } from './attendance-page.tsx'
import { BANDS, BandsChart } from './bands-chart.tsx'
import { CsvLink } from './csv-link.tsx'
import { NeedsSchool } from './needs-school.tsx'
import { type Range, useRange } from './use-range.tsx'

/** Who misses too much: in bands, each of which opens its list. */
export function Chronic({ chosen: { scope, today } }: ViewProps) {
  const { range, fields } = useRange(today)
  if (scope.kind === 'district') return <NeedsSchool title={texts.attendance.chronic} />
  return (
    <Stack>
      <Text size="sm">{texts.attendance.chronicAbout}</Text>
      <div className="fields no-print">{fields}</div>
      {range && <Bands scope={scope} range={range} />}
    </Stack>
  )
}

function Bands({ scope, range: { from, to } }: { scope: AttendanceScope; range: Range }) {
  const [{ band }, change] = useUrlState({ band: oneOf(...BANDS) })
  const all = useInfiniteQuery(chronicQuery(scope, from, to, undefined))
  const inBand = useInfiniteQuery({ ...chronicQuery(scope, from, to, band), enabled: band !== undefined })
  const shown = band === undefined ? all : inBand
  const bands = all.data?.pages[0]?.bands
  const open = (next: Band) => change({ band: next === band ? undefined : next })
  const title = band === undefined ? texts.attendance.missedMost : texts.attendance.inBand(texts.attendance.bands[band])
  const csv = addressOf('/api/reports/chronic-absence', { ...ofScope(scope), from, to, band, format: 'csv' })
  const nobody = bands !== undefined && BANDS.every((each) => bands[each] === 0)
  return (
    <>
      <Panel
        title={texts.attendance.chronic}
        queries={[all]}
        empty={nobody && texts.attendance.noTrend}
        skeletonHeight={360}
      >
        {() => bands && <BandsChart bands={bands} band={band} name={`chronic-${from}-${to}`} onBand={open} />}
      </Panel>
      <Panel
        title={title}
        queries={[shown]}
        empty={shown.data?.pages[0]?.data.length === 0 && texts.attendance.noChronic}
        actions={<CsvLink href={csv} />}
      >
        {() => <PagedTable title={title} query={shown} columns={COLUMNS} keyOf={({ userId }) => userId} />}
      </Panel>
    </>
  )
}

const COLUMNS: readonly Column<ChronicLine>[] = [
  { title: texts.list.name, cell: ({ userId, name }) => <PersonLink id={userId} name={name} /> },
  { title: texts.list.className, cell: ({ className }) => className ?? '' },
  { title: texts.attendance.share, align: 'right', cell: ({ percent }) => texts.attendance.percent(String(percent)) },
  { title: texts.attendance.missed, align: 'right', cell: ({ missed }) => formatNumber(missed) },
  { title: texts.attendance.excusedDays, align: 'right', cell: ({ excused }) => formatNumber(excused) },
  { title: texts.attendance.schoolDays, align: 'right', cell: ({ schoolDays }) => formatNumber(schoolDays) },
]
