import { Badge, Button, Group, Text } from '@mantine/core'
import { addDays } from '@rollcall/domain'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { dayQuery, type PersonsDay } from '../api/person.ts'
import { Panel } from '../panel/panel.tsx'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { formatLongDate } from '../time/school-time.ts'
import { CorrectionDialog } from './correction-dialog.tsx'
import { figuresOf } from './day-figures.ts'
import { FollowToday } from './follow-today.tsx'
import { Timeline } from './timeline.tsx'
import type { Wish } from './wish.ts'

export interface DayPanelProps {
  readonly id: number
  readonly date: string
  readonly today: string
  /** Where the person is enrolled today. */
  readonly school: number | undefined
  onDate(date: string): void
}

/** One day: what happened, what it counts as and why, and what one may change about it. */
export function DayPanel({ id, date, today, school, onDate }: DayPanelProps) {
  const liveAt = date === today ? school : undefined
  const day = useQuery(dayQuery(id, date, liveAt))
  const mayCorrect = mayOf(useMe(), 'attendance.correct')
  const [wish, setWish] = useState<Wish>()
  const [saved, setSaved] = useState(false)
  const ask = (next: Wish) => {
    setSaved(false)
    setWish(next)
  }
  return (
    <>
      <Panel
        title={texts.person.day(formatLongDate(date))}
        queries={[day]}
        empty={day.data === null && texts.why['not enrolled']?.({})}
        actions={
          <Group gap="xs" className="no-print">
            <Text role="status" size="sm" fw={600}>
              {saved && texts.person.saved}
            </Text>
            {liveAt !== undefined && <FollowToday id={id} school={liveAt} version={day.data?.version} />}
            <Button size="compact-sm" variant="default" onClick={() => onDate(addDays(date, -1))}>
              {texts.person.dayBefore}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              disabled={date >= today}
              onClick={() => onDate(addDays(date, 1))}
            >
              {texts.person.dayAfter}
            </Button>
          </Group>
        }
      >
        {() => day.data && <Day day={day.data} {...(mayCorrect && { onWish: ask })} />}
      </Panel>
      {wish && (
        <CorrectionDialog
          id={id}
          date={date}
          wish={wish}
          onClose={() => setWish(undefined)}
          onSaved={() => {
            setWish(undefined)
            setSaved(true)
          }}
        />
      )}
    </>
  )
}

function Day({ day, onWish }: { day: PersonsDay; onWish?: (wish: Wish) => void }) {
  return (
    <>
      <dl className="facts">
        {figuresOf(day, day.timeZone).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Group justify="space-between" mt="sm" mb="xs" gap="xs">
        <Group gap="xs">
          <Text fw={600} component="h3" size="md" m={0}>
            {texts.person.timeline}
          </Text>
          <Badge variant="outline" color="gray" c="var(--mantine-color-text)" tt="none">
            {day.timeZone}
          </Badge>
        </Group>
        {onWish && (
          <Group gap="xs" className="no-print">
            <Button size="compact-sm" variant="default" onClick={() => onWish({ kind: 'mark' })}>
              {texts.person.correct.mark}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => onWish({ kind: 'add' })}>
              {texts.person.correct.add}
            </Button>
          </Group>
        )}
      </Group>
      <Timeline day={day} {...(onWish && { onWish })} />
    </>
  )
}
