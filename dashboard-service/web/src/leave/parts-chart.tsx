import { useMemo } from 'react'
import type { Trend, TrendBy } from '../api/leave.ts'
import { categoryOption } from '../chart/category-option.ts'
import { Chart } from '../chart/chart.tsx'
import { texts } from '../texts/texts.ts'

export const MEASURES = ['days', 'leaves', 'employees'] as const
export type Measure = (typeof MEASURES)[number]

export interface PartsChartProps {
  readonly title: string
  /** What its downloads are called. */
  readonly name: string
  readonly by: Exclude<TrendBy, 'month'>
  readonly measure: Measure
  readonly trend: Trend
}

const words = texts.leave.trends

/** Departments, types, designations or employees, those with most of it first. */
export function PartsChart({ title, name, by, measure, trend }: PartsChartProps) {
  const { table, option } = useMemo(() => {
    const rows = trend.data.map((part) => ({ ...part, name: part.name || texts.leave.none }))
    const drawn = rows.toSorted((a, b) => b[measure] - a[measure])
    return {
      table: {
        // Two employees may have one name.
        columns: [words[by], ...(by === 'employee' ? [words.number] : []), words.days, words.leaves, words.employees],
        rows: rows.map((row) => [
          row.name,
          ...(by === 'employee' ? [row.key] : []),
          ...MEASURES.map((each) => row[each]),
        ]),
      },
      option: categoryOption({
        categories: drawn.map((row) => row.name),
        series: [{ name: words[measure], values: drawn.map((row) => row[measure]) }],
        lying: true,
      }),
    }
  }, [trend, by, measure])
  return (
    <div className={trend.data.length > 10 ? 'leave-tall' : undefined}>
      <Chart title={title} name={name} table={table} option={option} />
    </div>
  )
}
