import { Alert, Button, Group, Paper, Skeleton, Stack, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import { isProblem } from '../api/problem.ts'
import { LiveBadge } from '../live/live-badge.tsx'
import { useLive } from '../live/use-live.ts'
import { Failure } from '../panel/failure.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { formatAge, formatDateTime } from '../time/school-time.ts'
import { useNow } from '../time/use-now.ts'
import { flag, useUrlState } from '../url/use-url-state.ts'
import { ByClass } from './by-class.tsx'
import { keepMarks, keptMarks, stayOf } from './kept-list.ts'
import { useInside } from './use-inside.ts'

export function SchoolEvacuation({ schoolId }: { schoolId: number }) {
  const live = useLive({ school: schoolId })
  const { list, away, error, loading, retry } = useInside(schoolId)
  const [marks, setMarks] = useState(() => keptMarks(schoolId))
  const [{ missing: onlyMissing }, change] = useUrlState({ missing: flag })
  const now = useNow(5_000)
  const mark = (stays: ReadonlySet<string>) => {
    setMarks(stays)
    keepMarks(schoolId, stays)
  }

  // What the server refuses is no outage: a kept list must not get around it.
  const refused = isProblem(error) && !error.passes
  if (refused || !list) {
    if (loading) return <Skeleton height={320} role="status" aria-label={texts.panel.loading} />
    return (
      <Failure
        error={
          refused || !error ? (error ?? new Error(texts.evacuation.neverRead)) : new Error(texts.evacuation.neverRead)
        }
        onRetry={retry}
      />
    )
  }

  const { people, school, readAt } = list
  const safe = people.filter((person) => marks.has(stayOf(person))).length
  const shown = onlyMissing ? people.filter((person) => !marks.has(stayOf(person))) : people
  return (
    <Stack>
      {away && (
        <Alert color="red" role="alert">
          {texts.evacuation.away(formatAge(now - readAt))}
        </Alert>
      )}
      <Paper withBorder p={{ base: 'xs', sm: 'md' }} component="section" aria-label={school.name}>
        <Group justify="space-between" mb="sm" gap="xs">
          <div>
            <Text fw={700} size="lg">
              {school.name}
            </Text>
            <Text size="sm" c="dimmed" className="numbers">
              {texts.panel.asOf(formatDateTime(readAt, school.timeZone))}
            </Text>
          </div>
          <Group gap="md">
            <LiveBadge state={away ? 'stale' : live} />
            <Group gap="md" role="status" className="numbers">
              <Text fw={700}>{texts.evacuation.inside(formatNumber(people.length))}</Text>
              <Text>{texts.evacuation.safe(formatNumber(safe))}</Text>
              <Text fw={700}>{texts.evacuation.missing(formatNumber(people.length - safe))}</Text>
            </Group>
          </Group>
        </Group>
        <Group className="no-print" mb="sm" gap="sm">
          <Button size="sm" onClick={() => window.print()}>
            {texts.evacuation.print}
          </Button>
          <Switch
            label={texts.evacuation.onlyMissing}
            checked={onlyMissing === true}
            onChange={(event) => change({ missing: event.currentTarget.checked || undefined }, { replace: true })}
          />
          {marks.size > 0 && (
            <Button size="sm" variant="default" onClick={() => mark(new Set())}>
              {texts.evacuation.clear}
            </Button>
          )}
          <Text size="xs" c="dimmed">
            {texts.evacuation.onlyHere}
          </Text>
        </Group>
        {people.length === 0 ? (
          <Text c="dimmed">{texts.evacuation.nobody}</Text>
        ) : (
          <ByClass
            people={shown}
            zone={school.timeZone}
            isSafe={(person) => marks.has(stayOf(person))}
            onMark={(person, isSafe) => {
              const next = new Set(marks)
              if (isSafe) next.add(stayOf(person))
              else next.delete(stayOf(person))
              mark(next)
            }}
          />
        )}
      </Paper>
    </Stack>
  )
}
