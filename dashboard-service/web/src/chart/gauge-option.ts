import type { EChartsCoreOption } from 'echarts/core'
import type { ChartLook } from './palette.ts'

export interface GaugeOptions {
  readonly value: number
  /** What there is in all: the arc's end, unless there is more than that. */
  readonly whole: number
  /** In the middle: colour and length are not all that tells. */
  readonly label: string
}

const WIDTH = 18

/** A part of a whole, as an arc. What goes beyond the whole is drawn in another colour. */
export const gaugeOption =
  ({ value, whole, label }: GaugeOptions) =>
  (look: ChartLook): EChartsCoreOption => {
    const end = Math.max(value, whole) || 1
    const { color } = look.series(0)
    const beyond = look.series(1).color
    const parts: [number, string][] = [
      [Math.min(value, whole) / end, color],
      [Math.max(value, whole) / end, value > whole ? beyond : look.line],
      [1, look.line],
    ]
    return {
      aria: { enabled: true },
      series: [
        {
          type: 'gauge',
          ...{ startAngle: 200, endAngle: -20, min: 0, max: end, splitNumber: 1 },
          ...{ radius: '100%', center: ['50%', '62%'] },
          axisLine: { lineStyle: { width: WIDTH, color: parts } },
          ...{ pointer: { show: false }, axisTick: { show: false }, splitLine: { show: false } },
          axisLabel: { color: look.text, distance: -WIDTH - 22 },
          detail: { formatter: label, color: look.text, fontSize: 15, fontWeight: 700, offsetCenter: [0, 0] },
          data: [{ value }],
        },
      ],
    }
  }
