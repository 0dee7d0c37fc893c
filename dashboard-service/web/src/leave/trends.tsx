import { Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type TrendBy, trendQuery } from '../api/leave.ts'
import { Panel } from '../panel/panel.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { oneOf, useUrlState } from '../url/use-url-state.ts'
import { FilterBar } from './filter-bar.tsx'
import { useLeaveFilters, withFilters } from './leave-filters.ts'
import { MonthsChart, YearsChart } from './months-chart.tsx'
import { formatDays } from './names.ts'
import { MEASURES, PartsChart } from './parts-chart.tsx'

const words = texts.leave.trends
const BY = ['month', 'department', 'type', 'designation', 'employee'] as const satisfies readonly TrendBy[]
const SHAPES = ['bars', 'line'] as const
const readers = { by: oneOf(...BY), measure: oneOf(...MEASURES), shape: oneOf(...SHAPES) }

/** How leave goes over the months, and what it is made of. */
export function Trends() {
  const { filters } = useLeaveFilters()
  const [{ by = 'month', shape = 'bars', ...state }, change] = useUrlState(readers)
  // Each employee is one.
  const measures = by === 'employee' ? MEASURES.filter((each) => each !== 'employees') : MEASURES
  const measure = measures.find((each) => each === state.measure) ?? 'days'
  const trend = useQuery(trendQuery(by, withFilters(filters)))
  const what = words.title[measure]
  const title = words.titleBy(what, words[by])
  const empty = trend.data?.data.length === 0 && words.empty
  return (
    <Stack>
      <FilterBar />
      <Group gap="md" className="no-print">
        <Choice label={words.by} values={BY} value={by} onChange={(value) => change({ by: value })} />
        <Choice
          label={words.measure}
          values={measures}
          value={measure}
          onChange={(value) => change({ measure: value })}
        />
        {by === 'month' && (
          <Choice label={words.shape} values={SHAPES} value={shape} onChange={(value) => change({ shape: value })} />
        )}
      </Group>
      <Panel title={title} queries={[trend]} empty={empty} skeletonHeight={320}>
        {() =>
          trend.data && (
            <>
              <Text size="sm">
                {words.total(
                  formatDays(trend.data.total.days),
                  texts.leave.leaves(formatNumber(trend.data.total.leaves)),
                  texts.leave.employees(formatNumber(trend.data.total.employees)),
                )}
              </Text>
              {measure !== 'days' && (
                <Text size="sm" c="dimmed">
                  {words.several}
                </Text>
              )}
              {by === 'month' ? (
                <MonthsChart
                  title={title}
                  measure={measure}
                  trend={trend.data}
                  as={shape === 'line' ? 'line' : 'bar'}
                />
              ) : (
                <PartsChart key={by} name={`leave-by-${by}`} {...{ title, by, measure }} trend={trend.data} />
              )}
            </>
          )
        }
      </Panel>
      {by === 'month' && !empty && (
        <Panel title={words.years(what)} queries={[trend]} skeletonHeight={320}>
          {() => trend.data && <YearsChart title={words.years(what)} measure={measure} trend={trend.data} />}
        </Panel>
      )}
    </Stack>
  )
}

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly values: readonly Value[]
  readonly value: Value
  onChange(value: Value): void
}

/** One of a few, each a word of this screen. */
function Choice<Value extends keyof typeof words & string>({ label, values, value, onChange }: ChoiceProps<Value>) {
  return (
    <div className="leave-choice">
      <Text size="sm" aria-hidden="true">
        {label}
      </Text>
      <SegmentedControl
        size="xs"
        aria-label={label}
        data={values.map((each) => ({ value: each, label: String(words[each]) }))}
        value={value}
        onChange={(chosen) => {
          const found = values.find((each) => each === chosen)
          if (found) onChange(found)
        }}
      />
    </div>
  )
}
