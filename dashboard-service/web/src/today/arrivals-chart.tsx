import { useMemo } from 'react'
import type { Arrivals, SchoolToday } from '../api/shapes.ts'
import { Chart } from '../chart/chart.tsx'
import { lineOption } from '../chart/line-option.ts'
import { texts } from '../texts/texts.ts'
import { formatLocalDate, formatMinute, minuteOf } from '../time/school-time.ts'

const HOUR = 60

/** How many had come by which time: today, and on the last school day. */
export function ArrivalsChart({ today }: { today: SchoolToday }) {
  const { table, option } = useMemo(() => {
    const days = [today.arrivals, ...(today.compared ? [today.compared] : [])]
    const names = days.map(({ localDate }) => formatLocalDate(localDate))
    const minutes = [...new Set(days.flatMap(({ steps }) => steps.map(({ minute }) => minute)))].toSorted(
      (a, b) => a - b,
    )
    const opening = minuteOf(today.opensAt)
    const range = [
      Math.floor((Math.min(opening, ...minutes) - HOUR / 2) / HOUR) * HOUR,
      Math.ceil((Math.max(opening + HOUR, ...minutes) + 1) / HOUR) * HOUR,
    ] as const
    return {
      table: {
        columns: [texts.today.minute, ...names],
        rows: minutes.map((minute) => [formatMinute(minute), ...days.map((day) => cameBy(day, minute))]),
      },
      option: lineOption({
        lines: days.map(({ steps }, place) => ({
          name: names[place] ?? '',
          // From nobody on, so that the first step is seen too.
          points: steps.length === 0 ? [] : [[range[0], 0] as const, ...steps.map(pointOf)],
          steps: true,
        })),
        xLabel: formatMinute,
        range,
        marks: [{ x: opening, name: texts.today.opening }],
      }),
    }
  }, [today])
  return (
    <Chart
      title={texts.today.arrivals}
      name={`arrivals-${today.id}-${today.localDate}`}
      table={table}
      option={option}
    />
  )
}

const pointOf = ({ minute, arrivals }: Arrivals['steps'][number]) => [minute, arrivals] as const

const cameBy = ({ steps }: Arrivals, minute: number): number =>
  steps.findLast((step) => step.minute <= minute)?.arrivals ?? 0
