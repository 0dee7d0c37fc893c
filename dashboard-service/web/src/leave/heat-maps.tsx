import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type FiscalYear, type HeatMapCell, heatMapQuery, leaveChoicesQuery } from '../api/leave.ts'
import { Chart } from '../chart/chart.tsx'
import { heatMapOption } from '../chart/heat-map-option.ts'
import { Panel } from '../panel/panel.tsx'
import { texts } from '../texts/texts.ts'
import { FilterBar } from './filter-bar.tsx'
import { type HeatMapRows, heatMapOf } from './heat-map-of.ts'
import { listOf, useLeaveFilters, withFilters } from './leave-filters.ts'
import { formatShare, MONTHS, WEEKDAYS } from './names.ts'

const words = texts.leave.heatMap

/** When leave is taken: which months, which weekdays, year by year. */
export const HeatMaps = () => (
  <Stack>
    <FilterBar />
    <Text size="sm">{words.about}</Text>
    <div className="leave-maps">
      <HeatMapPanel rows="month" title={words.months} />
      <HeatMapPanel rows="weekday" title={words.weekdays} />
    </div>
  </Stack>
)

function HeatMapPanel({ rows, title }: { rows: HeatMapRows; title: string }) {
  const { filters } = useLeaveFilters()
  const map = useQuery(heatMapQuery(rows, withFilters(filters)))
  const choices = useQuery(leaveChoicesQuery)
  const wanted = listOf(filters.leaveType)
  const types = choices.data?.leaveTypes.filter(({ id }) => wanted.includes(String(id))).map(({ name }) => name)
  const whole = words.titleOf(title, types?.join(', ') || words.allTypes)
  const years = choices.data?.fiscalYears.filter(
    ({ id }) => filters.fiscalYear === undefined || listOf(filters.fiscalYear).includes(String(id)),
  )
  return (
    <div className="leave-map">
      <Panel title={whole} queries={[map, choices]} empty={map.data?.length === 0 && words.empty} skeletonHeight={420}>
        {() => map.data && <HeatMap rows={rows} title={whole} cells={map.data} years={years ?? []} />}
      </Panel>
    </div>
  )
}

interface HeatMapProps {
  readonly rows: HeatMapRows
  readonly title: string
  readonly cells: readonly HeatMapCell[]
  readonly years: readonly FiscalYear[]
}

function HeatMap({ rows, title, cells, years }: HeatMapProps) {
  const { table, option } = useMemo(() => {
    const names = rows === 'month' ? MONTHS : WEEKDAYS
    const { columns, values } = heatMapOf(rows, cells, years)
    return {
      table: {
        columns: [words[rows], ...columns],
        rows: values.map((row, at) => [
          names[at],
          ...row.map((value) => (value === null ? texts.leave.unknown : Math.round(value * 100) / 100)),
        ]),
      },
      option: heatMapOption({ columns, rows: names, values, label: formatShare }),
    }
  }, [rows, cells, years])
  return <Chart title={title} name={`leave-heat-map-${rows}`} table={table} option={option} />
}
