import { Group, Text, useComputedColorScheme } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import type { PersonsDay } from '../api/person.ts'
import { calendarOption, kindColors } from '../chart/calendar-option.ts'
import { Chart } from '../chart/chart.tsx'
import { chartLook } from '../chart/palette.ts'
import { texts } from '../texts/texts.ts'
import { formatLocalDate } from '../time/school-time.ts'
import { localDate } from '../url/use-url-state.ts'
import { whyText } from '../why/why-text.ts'
import { statusText } from './day-figures.ts'

/** In the order of the palette; the last one is grey. */
const KINDS: readonly PersonsDay['status'][] = ['present', 'absent', 'excused', 'not-recorded']
const SIGNS = KINDS.map((kind) => (kind === null ? '' : texts.person.signs[kind]))

export interface YearMapProps {
  readonly title: string
  readonly name: string
  readonly year: string
  readonly days: readonly PersonsDay[]
  readonly chosen: string
  onDate(date: string): void
}

/** A square a day: a letter and a colour, and where one comes by mouse a click to that day. */
export function YearMap({ title, name, year, days, chosen, onDate }: YearMapProps) {
  const { table, option } = useMemo(() => {
    const counted = days.filter((day) => day.status !== null)
    return {
      table: {
        columns: [texts.person.date, texts.person.status, texts.person.why],
        rows: counted.map((day) => [day.localDate, statusText(day.status), whyText(day.why, day.timeZone)]),
      },
      option: calendarOption({
        year,
        chosen,
        signs: SIGNS,
        days: counted.map(({ localDate, status, why, timeZone }) => ({
          date: localDate,
          kind: KINDS.indexOf(status),
          text: `${formatLocalDate(localDate)}: ${statusText(status)}\n${whyText(why, timeZone)}`,
        })),
      }),
    }
  }, [days, year, chosen])
  const pick = useCallback(
    (_: string, value: unknown) => {
      const date = Array.isArray(value) ? localDate(String(value[0])) : undefined
      if (date) onDate(date)
    },
    [onDate],
  )
  return (
    <>
      <MapLegend />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="table-scroll year-map" tabIndex={0} aria-label={title}>
        <Chart title={title} name={name} table={table} option={option} onPick={pick} />
      </section>
    </>
  )
}

function MapLegend() {
  const look = chartLook(useComputedColorScheme('light'))
  return (
    <Group gap="md" mb="xs">
      {KINDS.map((status, kind) => {
        const { fill, ink } = kindColors(look, kind, KINDS.length)
        return (
          <Group key={status} gap={6}>
            <span className="map-legend" style={{ background: fill, color: ink }} aria-hidden="true">
              {SIGNS[kind]}
            </span>
            <Text size="sm">{statusText(status)}</Text>
          </Group>
        )
      })}
    </Group>
  )
}
