import type { EChartsCoreOption } from 'echarts/core'
import { LOCALE } from '../texts/texts.ts'
import type { ChartLook } from './palette.ts'

export interface CalendarDay {
  readonly date: string
  /** Which of the signs. */
  readonly kind: number
  readonly text: string
}

export interface CalendarOptions {
  readonly year: string
  readonly days: readonly CalendarDay[]
  /** A letter for each kind: colour alone tells nobody anything. */
  readonly signs: readonly string[]
  readonly chosen: string
}

const MONDAY = 1
const names = (options: Intl.DateTimeFormatOptions, dates: readonly string[]) => {
  const format = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', ...options })
  return dates.map((date) => format.format(new Date(date)))
}
const MONTHS = names(
  { month: 'short' },
  Array.from({ length: 12 }, (_, month) => `2026-${String(month + 1).padStart(2, '0')}-01`),
)
/** From Sunday on, as ECharts counts. */
const WEEKDAYS = names(
  { weekday: 'narrow' },
  Array.from({ length: 7 }, (_, day) => `2026-11-0${day + 1}`),
)

/** The last kind is that of which nothing is known yet: grey. */
export const kindColors = (look: ChartLook, kind: number, kinds: number): { fill: string; ink: string } =>
  kind === kinds - 1 ? { fill: look.line, ink: look.text } : { fill: look.series(kind).color, ink: look.background }

/** A year, a square a day, a column a week. */
export const calendarOption =
  ({ year, days, signs, chosen }: CalendarOptions) =>
  (look: ChartLook): EChartsCoreOption => ({
    aria: { enabled: true },
    tooltip: {
      renderMode: 'richText',
      formatter: ({ dataIndex }: { dataIndex: number }) => days[dataIndex]?.text ?? '',
    },
    visualMap: {
      show: false,
      type: 'piecewise',
      dimension: 1,
      pieces: signs.map((_, kind) => ({ value: kind, color: kindColors(look, kind, signs.length).fill })),
    },
    calendar: {
      range: year,
      top: 24,
      left: 28,
      right: 4,
      bottom: 4,
      cellSize: ['auto', 'auto'],
      splitLine: { lineStyle: { color: look.text, width: 1 } },
      itemStyle: { color: 'transparent', borderColor: look.line, borderWidth: 0.5 },
      dayLabel: { firstDay: MONDAY, color: look.text, nameMap: WEEKDAYS },
      monthLabel: { color: look.text, nameMap: MONTHS },
      yearLabel: { show: false },
    },
    series: [
      {
        type: 'heatmap',
        coordinateSystem: 'calendar',
        data: days.map(({ date, kind }) => ({
          value: [date, kind],
          ...(date === chosen && { itemStyle: { borderColor: look.text, borderWidth: 3 } }),
          label: { color: kindColors(look, kind, signs.length).ink },
        })),
        label: {
          show: true,
          fontSize: 11,
          fontWeight: 'bold',
          formatter: ({ value }: { value: [string, number] }) => signs[value[1]] ?? '',
        },
      },
    ],
  })
