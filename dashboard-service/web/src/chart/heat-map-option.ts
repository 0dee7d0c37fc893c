import type { EChartsCoreOption } from 'echarts/core'
import type { ChartLook, Scheme } from './palette.ts'

export interface HeatMapOptions {
  readonly columns: readonly string[]
  /** From above. */
  readonly rows: readonly string[]
  /** By row, then column; null: not known, which is not 0. */
  readonly values: readonly (readonly (number | null)[])[]
  /** As it stands in the cell: nobody has to tell shades apart. */
  readonly label: (value: number) => string
}

type Colour = readonly [red: number, green: number, blue: number]
/** From nothing to the most: one hue, more and more of it, away from the page's own shade. */
const SHADES: Record<Scheme, readonly [Colour, Colour]> = {
  light: [
    [239, 246, 252],
    [0, 84, 138],
  ],
  dark: [
    [38, 50, 60],
    [132, 206, 250],
  ],
}

/** Cells of rows by columns, each with its number. */
export const heatMapOption =
  ({ columns, rows, values, label }: HeatMapOptions) =>
  (look: ChartLook): EChartsCoreOption => {
    const most = Math.max(0, ...values.flat().map((value) => value ?? 0)) || 1
    const [from, to] = SHADES[look.scheme]
    const axis = { axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: look.text } }
    return {
      aria: { enabled: true },
      grid: { left: 8, right: 8, top: 8, bottom: 64, containLabel: true },
      dataZoom: columns.length > 6 ? [{ type: 'inside', zoomOnMouseWheel: 'ctrl' }] : [],
      xAxis: { type: 'category', data: columns, ...axis },
      yAxis: { type: 'category', data: rows, inverse: true, ...axis },
      visualMap: {
        ...{ type: 'continuous', min: 0, max: most, calculable: true, orient: 'horizontal', left: 'center', bottom: 0 },
        ...{ itemWidth: 14, itemHeight: 120, textStyle: { color: look.text } },
        formatter: (value: number | string) => label(Number(value)),
        inRange: { color: [css(from), css(to)] },
      },
      series: [
        {
          type: 'heatmap',
          data: values.flatMap((row, y) =>
            row.map((value, x) =>
              value === null
                ? { value: [x, y, 0], ...unknown(look) }
                : {
                    value: [x, y, value],
                    label: { show: true, formatter: label(value), color: inkOn(mix(from, to, value / most)) },
                  },
            ),
          ),
          itemStyle: { borderColor: look.background, borderWidth: 2, borderRadius: 4 },
          emphasis: { itemStyle: { borderColor: look.text } },
        },
      ],
    }
  }

/** No shade, which would be a number. */
const unknown = (look: ChartLook) => ({
  visualMap: false,
  itemStyle: { color: 'transparent' },
  label: { show: true, formatter: '–', color: look.text },
})

const css = ([red, green, blue]: Colour): string => `rgb(${red}, ${green}, ${blue})`
const mix = (from: Colour, to: Colour, share: number): Colour =>
  [0, 1, 2].map((at) => (from[at] ?? 0) + ((to[at] ?? 0) - (from[at] ?? 0)) * share) as unknown as Colour

/** Black or white, whichever stands out more (WCAG's contrast, whose turning point lies at this luminance). */
export function inkOn(colour: Colour): string {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff'
}
