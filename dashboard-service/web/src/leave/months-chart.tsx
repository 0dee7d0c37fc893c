import { useMemo } from 'react'
import type { Trend } from '../api/leave.ts'
import { categoryOption } from '../chart/category-option.ts'
import { Chart } from '../chart/chart.tsx'
import { texts } from '../texts/texts.ts'
import { formatMonth, monthBeside } from '../time/months.ts'
import { MONTHS } from './names.ts'
import type { Measure } from './parts-chart.tsx'

export interface MonthsChartProps {
  readonly title: string
  readonly measure: Measure
  readonly trend: Trend
}

const words = texts.leave.trends
/** As many as can be told apart. */
const MOST_YEARS = 5

/** Month after month, those without leave too: between the first and the last one it is known that there was none. */
export function MonthsChart({ title, measure, trend, as }: MonthsChartProps & { readonly as: 'bar' | 'line' }) {
  const { table, option } = useMemo(() => {
    const rows = allMonths(trend)
    return {
      table: {
        columns: [words.month, words.days, words.leaves, words.employees],
        rows: rows.map((row) => [formatMonth(row.month), row.days, row.leaves, row.employees]),
      },
      option: categoryOption({
        categories: rows.map(({ month }) => formatMonth(month)),
        series: [{ name: words[measure], values: rows.map((row) => row[measure]) }],
        as,
      }),
    }
  }, [trend, measure, as])
  return <Chart key={as} title={title} name="leave-by-month" table={table} option={option} />
}

/** January to December, a line for each of the last years. Before the first month and after the last one nothing is known. */
export function YearsChart({ title, measure, trend }: MonthsChartProps) {
  const { table, option } = useMemo(() => {
    const known = new Map(allMonths(trend).map((row) => [row.month, row[measure]]))
    const years = [...new Set([...known.keys()].map((month) => month.slice(0, 4)))].slice(-MOST_YEARS)
    const inMonth = (year: string, at: number) => known.get(`${year}-${String(at + 1).padStart(2, '0')}`) ?? null
    return {
      table: {
        columns: [words.month, ...years],
        rows: MONTHS.map((name, at) => [name, ...years.map((year) => inMonth(year, at) ?? texts.leave.unknown)]),
      },
      option: categoryOption({
        categories: MONTHS,
        series: years.map((year) => ({ name: year, values: MONTHS.map((_, at) => inMonth(year, at)) })),
        as: 'line',
      }),
    }
  }, [trend, measure])
  return <Chart title={title} name="leave-by-year" table={table} option={option} />
}

function allMonths({ data }: Trend) {
  const rows = new Map(data.map((row) => [String(row.key), row]))
  const [first, last] = [data[0]?.key, data.at(-1)?.key]
  const months = []
  for (let month = String(first); first !== undefined && month <= String(last); month = monthBeside(month, 1))
    months.push({ ...{ days: 0, leaves: 0, employees: 0 }, ...rows.get(month), month })
  return months
}
