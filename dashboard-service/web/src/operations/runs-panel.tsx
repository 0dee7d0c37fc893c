import { Button, Group, Select, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type Run, runsQuery } from '../api/operations.ts'
import { rowsOf } from '../api/paged.ts'
import { Panel } from '../panel/panel.tsx'
import { type Column, PagedTable } from '../table/paged-table.tsx'
import { formatNumber, texts } from '../texts/texts.ts'
import { oneOf, text, useUrlState } from '../url/use-url-state.ts'
import { took, utcDateTime } from './utc.ts'

const words = texts.operations.tasks
const OUTCOMES = ['done', 'failed', 'died', 'running'] as const

export const outcomeOf = ({ outcome }: Pick<Run, 'outcome'>): string => words.outcomes[outcome ?? 'running']

const COLUMNS: readonly Column<Run>[] = [
  { title: words.task, cell: ({ task }) => <span className="nowrap">{task}</span> },
  { title: words.started, cell: ({ startedAt }) => <span className="nowrap">{utcDateTime(startedAt)}</span> },
  {
    title: words.outcome,
    cell: (run) => (
      <>
        <Text span size="sm" fw={run.outcome === 'done' ? undefined : 700}>
          {outcomeOf(run)}
        </Text>
        {run.error && (
          <Text size="xs" className="letter-cause">
            {run.error}
          </Text>
        )}
      </>
    ),
  },
  {
    title: words.took,
    cell: ({ milliseconds }) => <span className="nowrap">{took(milliseconds)}</span>,
    align: 'right',
  },
  { title: words.counts, cell: countsOf },
  { title: words.by, cell: ({ requestedBy }) => requestedBy ?? words.clock },
]

/** What was done, newest first; it is read again when one asks for it. */
export function RunsPanel({ tasks }: { tasks: readonly string[] }) {
  const [{ task, outcome }, change] = useUrlState({ task: text, outcome: oneOf(...OUTCOMES) })
  const runs = useInfiniteQuery(runsQuery({ task, outcome }))
  return (
    <Panel
      title={words.runs}
      queries={[runs]}
      actions={
        <Button size="compact-sm" variant="default" className="no-print" onClick={() => void runs.refetch()}>
          {texts.operations.letters.readAgain}
        </Button>
      }
    >
      {() => (
        <Stack gap="sm">
          <Group className="no-print">
            <Select
              aria-label={words.task}
              placeholder={words.anyTask}
              clearable
              data={tasks.includes(task ?? '') || !task ? tasks : [...tasks, task]}
              value={task ?? null}
              onChange={(value) => change({ task: value ?? undefined })}
            />
            <Select
              aria-label={words.outcome}
              placeholder={words.anyOutcome}
              clearable
              data={OUTCOMES.map((value) => ({ value, label: words.outcomes[value] }))}
              value={outcome ?? null}
              onChange={(value) => change({ outcome: OUTCOMES.find((each) => each === value) })}
            />
          </Group>
          {rowsOf(runs.data).length === 0 ? (
            <Text c="dimmed">{words.noRuns}</Text>
          ) : (
            <PagedTable title={words.runs} query={runs} columns={COLUMNS} keyOf={({ id }) => id} />
          )}
        </Stack>
      )}
    </Panel>
  )
}

export function countsOf({ counts }: Pick<Run, 'counts'>): string {
  const all = Object.entries(counts).map(([name, count]) => `${name} ${formatNumber(count)}`)
  return all.length > 0 ? all.join(', ') : texts.operations.unknown
}
