import type { EChartsCoreOption } from 'echarts/core'
import type { ChartLook } from './palette.ts'

export interface Line {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number | null])[]
  /** Stays until the next point, as a count does. */
  readonly steps?: boolean
}

export interface LineOptions {
  readonly lines: readonly Line[]
  readonly xLabel: (x: number) => string
  readonly range: readonly [from: number, to: number]
  /** Between two labels of the x axis. */
  readonly interval?: number
  readonly marks?: readonly { readonly x: number; readonly name: string }[]
}

/** Lines over numbers: time of a day, say. */
export const lineOption =
  ({ lines, xLabel, range, interval = 60, marks = [] }: LineOptions) =>
  (look: ChartLook): EChartsCoreOption => ({
    aria: { enabled: true },
    // Drawn rather than written as HTML, whose styles our policy would refuse.
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      axisPointer: { label: { formatter: ({ value }: { value: number }) => xLabel(Math.round(value)) } },
    },
    // On a phone not all names fit beside each other.
    legend: {
      type: 'scroll',
      top: 0,
      textStyle: { color: look.text },
      pageTextStyle: { color: look.text },
      pageIconColor: look.text,
      pageIconInactiveColor: look.line,
      itemWidth: 36,
    },
    grid: { left: 8, right: 16, top: 36, bottom: 40, containLabel: true },
    dataZoom: [
      { type: 'inside', filterMode: 'none' },
      {
        type: 'slider',
        height: 16,
        bottom: 6,
        filterMode: 'none',
        labelFormatter: (x: number) => xLabel(Math.round(x)),
      },
    ],
    xAxis: {
      type: 'value',
      min: range[0],
      max: range[1],
      interval,
      axisLabel: { color: look.text, formatter: xLabel, hideOverlap: true },
      axisLine: { lineStyle: { color: look.line } },
      splitLine: { lineStyle: { color: look.line, opacity: 0.5 } },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: look.text },
      splitLine: { lineStyle: { color: look.line, opacity: 0.5 } },
    },
    series: lines.map(({ name, points, steps }, place) => {
      const { color, dash, symbol } = look.series(place)
      return {
        name,
        type: 'line',
        data: points,
        step: steps ? 'end' : false,
        symbol,
        symbolSize: 6,
        showSymbol: points.length < 40,
        lineStyle: { color, type: dash, width: 2.5 },
        itemStyle: { color },
        ...(place === 0 && {
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: look.text, type: 'dotted' },
            label: { color: look.text, formatter: '{b}' },
            data: marks.map((mark) => ({ xAxis: mark.x, name: mark.name })),
          },
        }),
      }
    }),
  })
