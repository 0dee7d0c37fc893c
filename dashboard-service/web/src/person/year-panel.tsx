import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { personDaysQuery } from '../api/person.ts'
import { Panel } from '../panel/panel.tsx'
import { texts } from '../texts/texts.ts'
import { localDate, useUrlState, whole } from '../url/use-url-state.ts'
import { YearMap } from './year-map.tsx'
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
          <YearMap
            title={title}
            name={`days-${id}-${year}`}
            year={String(year)}
            days={days.data}
            chosen={state.date ?? today}
            onDate={onDate}
          />
        )
      }
    </Panel>
  )
}
