import type { EChartsCoreOption } from 'echarts/core'
import { formatNumber } from '../texts/texts.ts'
import type { ChartLook } from './palette.ts'

export interface CategorySeries {
  readonly name: string
  /** One for each category; null: not known, which is not 0. */
  readonly values: readonly (number | null)[]
}

export interface CategoryOptions {
  readonly categories: readonly string[]
  readonly series: readonly CategorySeries[]
  readonly as?: 'bar' | 'line'
  /** Categories one below the other: for names, which need room, and for many of them. */
  readonly lying?: boolean
}

/** As many lying bars as are seen at first; one scrolls to the others. */
const SEEN = 20
/** With more than these, numbers at the bars would cover each other. */
const LABELLED = 24

/** Bars, or lines, over names: months, departments, people. */
export const categoryOption =
  ({ categories, series, as = 'bar', lying = false }: CategoryOptions) =>
  (look: ChartLook): EChartsCoreOption => {
    const several = series.length > 1
    const scrolls = lying && categories.length > SEEN
    const names = {
      type: 'category',
      data: categories,
      inverse: lying,
      axisLabel: { color: look.text, hideOverlap: true, ...(lying && { width: 110, overflow: 'truncate' }) },
      axisLine: { lineStyle: { color: look.line } },
      axisTick: { show: false },
    }
    const numbers = {
      type: 'value',
      axisLabel: { color: look.text, hideOverlap: true },
      splitLine: { lineStyle: { color: look.line, opacity: 0.5 } },
    }
    return {
      aria: { enabled: true, decal: { show: several && as === 'bar' } },
      // Drawn rather than written as HTML, whose styles our policy would refuse.
      tooltip: {
        trigger: 'axis',
        renderMode: 'richText',
        axisPointer: { type: as === 'bar' ? 'shadow' : 'line' },
        valueFormatter: (value: number | undefined) => (value === undefined ? '' : formatNumber(value)),
      },
      ...(several && {
        legend: {
          ...{ type: 'scroll', top: 0, itemWidth: 36, textStyle: { color: look.text } },
          ...{ pageTextStyle: { color: look.text }, pageIconColor: look.text, pageIconInactiveColor: look.line },
        },
      }),
      grid: { left: 8, right: scrolls ? 44 : 32, top: several ? 36 : 24, bottom: lying ? 8 : 40, containLabel: true },
      dataZoom: lying ? (scrolls ? lyingZoom : []) : [{ type: 'inside' }, { type: 'slider', height: 16, bottom: 6 }],
      xAxis: lying ? numbers : names,
      yAxis: lying ? names : numbers,
      series: series.map(({ name, values }, place) => {
        const { color, dash, symbol } = look.series(place)
        return {
          name,
          type: as,
          data: values,
          itemStyle: { color, ...(as === 'bar' && { borderRadius: lying ? [0, 3, 3, 0] : [3, 3, 0, 0] }) },
          ...(as === 'line'
            ? { symbol, symbolSize: 7, lineStyle: { color, type: dash, width: 2.5 } }
            : { barMaxWidth: 28 }),
          label: {
            show: !several && (lying || categories.length <= LABELLED),
            position: lying ? 'right' : 'top',
            color: look.text,
            fontSize: 11,
            formatter: ({ value }: { value: number }) => formatNumber(value),
          },
          labelLayout: { hideOverlap: true },
        }
      }),
    }
  }

// The wheel scrolls through a long list, as it does through any other; with Ctrl it zooms.
const lyingZoom = [
  {
    type: 'inside',
    yAxisIndex: 0,
    startValue: 0,
    endValue: SEEN - 1,
    moveOnMouseWheel: true,
    zoomOnMouseWheel: 'ctrl',
  },
  { type: 'slider', yAxisIndex: 0, startValue: 0, endValue: SEEN - 1, width: 16, right: 6, showDetail: false },
]
