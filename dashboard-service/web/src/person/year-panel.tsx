import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { type PersonsDay, personDaysQuery } from '../api/person.ts'
import { calendarOption } from '../chart/calendar-option.ts'
import { Chart } from '../chart/chart.tsx'
import { Legend } from '../month/legend.tsx'
import { Panel } from '../panel/panel.tsx'
import { texts } from '../texts/texts.ts'
import { formatLocalDate } from '../time/school-time.ts'
import { localDate, useUrlState, whole } from '../url/use-url-state.ts'
import { whyText } from '../why/why-text.ts'
import { statusText } from './day-figures.ts'
import { yearOf } from './year-of.ts'

export interface YearPanelProps {
  readonly id: number
  readonly today: string
  onDate(date: string): void
}

/** A year's days in a map: a square leads to its day; so do the lines of the history, by keyboard. */
export function YearPanel({ id, today, onDate }: YearPanelProps) {
  const [state, change] = useUrlState({ year: whole, date: localDate })
  const latest = Number(today.slice(0, 4))
  const year = Math.min(latest, Math.max(latest - 20, state.year ?? latest))
  const days = useQuery(personDaysQuery(id, ...yearOf(String(year))))
  const title = texts.person.year(String(year))
  return (
    <Panel
      title={title}
      queries={[days]}
      empty={days.data?.every(({ status }) => status === null) && texts.person.emptyYear}
      skeletonHeight={240}
      actions={
        <Group gap="xs" className="no-print">
          <Button size="compact-sm" variant="default" onClick={() => change({ year: year - 1 })}>
            {texts.person.yearBefore}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={year >= latest}
            onClick={() => change({ year: year + 1 === latest ? undefined : year + 1 })}
          >
            {texts.person.yearAfter}
          </Button>
        </Group>
      }
    >
      {() =>
        days.data && (
          <>
            <Legend />
            <YearMap
              title={title}
              name={`days-${id}-${year}`}
              year={String(year)}
              days={days.data}
              chosen={state.date ?? today}
              onDate={onDate}
            />
          </>
        )
      }
    </Panel>
  )
}

/** In the order of the palette; the last one is grey. */
const KINDS: readonly PersonsDay['status'][] = ['present', 'absent', 'excused', 'not-recorded']
const SIGNS = KINDS.map((kind) => (kind === null ? '' : texts.person.signs[kind]))

interface YearMapProps {
  readonly title: string
  readonly name: string
  readonly year: string
  readonly days: readonly PersonsDay[]
  readonly chosen: string
  onDate(date: string): void
}

function YearMap({ title, name, year, days, chosen, onDate }: YearMapProps) {
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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-scroll year-map" tabIndex={0} aria-label={title}>
      <Chart title={title} name={name} table={table} option={option} onPick={pick} />
    </section>
  )
}
