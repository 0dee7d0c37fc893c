import type { EChartsCoreOption } from 'echarts/core'
import type { ChartLook } from './palette.ts'

export interface Bar {
  readonly name: string
  readonly value: number
  /** Stands out among the others. */
  readonly chosen?: boolean
}

/** A bar for each of a few things, with its number on it. */
export const barOption =
  (name: string, bars: readonly Bar[]) =>
  (look: ChartLook): EChartsCoreOption => ({
    aria: { enabled: true },
    tooltip: { trigger: 'item', renderMode: 'richText' },
    grid: { left: 8, right: 8, top: 28, bottom: 8, containLabel: true },
    xAxis: {
      type: 'category',
      data: bars.map((bar) => bar.name),
      axisLabel: { color: look.text, interval: 0, width: 54, overflow: 'break', fontSize: 11, lineHeight: 14 },
      axisLine: { lineStyle: { color: look.line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: look.text },
      splitLine: { lineStyle: { color: look.line, opacity: 0.5 } },
    },
    series: [
      {
        name,
        type: 'bar',
        barMaxWidth: 96,
        label: { show: true, position: 'top', color: look.text },
        itemStyle: { color: look.series(0).color },
        data: bars.map(({ value, chosen }) => ({
          value,
          ...(chosen && { itemStyle: { borderColor: look.text, borderWidth: 3 } }),
        })),
      },
    ],
  })
