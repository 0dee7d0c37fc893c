import { useMemo } from 'react'
import type { DateFigures } from '../api/attendance.ts'
import { Chart } from '../chart/chart.tsx'
import { lineOption } from '../chart/line-option.ts'
import { texts } from '../texts/texts.ts'
import { formatLocalDate } from '../time/school-time.ts'

const LINES = ['present', 'absent', 'late', 'excused', 'notRecorded'] as const
const LABELS = 8

/** School days side by side: weekends and holidays are no gap. */
export function TrendChart({ days, name }: { days: readonly DateFigures[]; name: string }) {
  const { table, option } = useMemo(
    () => ({
      table: {
        columns: [texts.attendance.date, ...LINES.map((line) => texts.figures[line]), texts.figures.enrolled],
        rows: days.map((day) => [day.date, ...LINES.map((line) => day[line]), day.enrolled]),
      },
      option: lineOption({
        lines: LINES.map((line) => ({
          name: texts.figures[line],
          points: days.map((day, place) => [place, day[line]] as const),
        })),
        xLabel: (place) => (days[place] ? formatLocalDate(days[place].date) : ''),
        range: [0, Math.max(1, days.length - 1)],
        interval: Math.max(1, Math.ceil(days.length / LABELS)),
      }),
    }),
    [days],
  )
  return <Chart title={texts.attendance.trend} name={name} table={table} option={option} />
}
