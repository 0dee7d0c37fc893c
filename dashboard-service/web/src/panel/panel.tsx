import { Alert, Button, Group, Loader, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { texts } from '../texts/texts.ts'
import { formatAge } from '../time/school-time.ts'
import { useNow } from '../time/use-now.ts'
import { Failure } from './failure.tsx'
import { type Asked, panelState } from './panel-state.ts'

export interface PanelProps {
  readonly title: string
  /** What its content rests on. */
  readonly queries: readonly Asked[]
  /** Time of the newest event in it, as text in the school's zone; null: there is none yet. */
  readonly asOf?: string | null | undefined
  /** Why there is nothing to see, where there is nothing. */
  readonly empty?: string | false | undefined
  readonly actions?: ReactNode
  readonly skeletonHeight?: number
  /** Only called once there is data: never with half of it, unless a query has failed. */
  readonly children: () => ReactNode
}

/** The frame of everything that is read from the server, with its six states: loading, refreshing, empty, error, stale, partial. */
export function Panel({ title, queries, asOf, empty, actions, skeletonHeight = 120, children }: PanelProps) {
  const heading = useId()
  const state = panelState(queries)
  const retry = () => {
    for (const query of queries) if (query.error || query.data === undefined) query.refetch()
  }
  return (
    <Paper
      withBorder
      p={{ base: 'xs', sm: 'md' }}
      component="section"
      aria-labelledby={heading}
      aria-busy={state.kind === 'loading' || state.kind === 'refreshing'}
      data-state={state.kind === 'ready' && empty ? 'empty' : state.kind}
    >
      <Group justify="space-between" mb="xs" gap="xs">
        <Group gap="xs">
          <Title order={2} size="h4" id={heading}>
            {title}
          </Title>
          {state.kind === 'refreshing' && <Loader size={14} role="status" aria-label={texts.panel.refreshing} />}
        </Group>
        <Group gap="xs">
          {asOf !== undefined && state.kind !== 'loading' && state.kind !== 'error' && (
            <Text size="xs" c="dimmed">
              {asOf === null ? texts.panel.noEvents : texts.panel.asOf(asOf)}
            </Text>
          )}
          {actions}
        </Group>
      </Group>
      {state.kind === 'loading' && <Skeleton height={skeletonHeight} role="status" aria-label={texts.panel.loading} />}
      {state.kind === 'error' && <Failure error={state.error} onRetry={retry} />}
      {state.kind === 'stale' && <Notice text={<Age since={state.since} />} onRetry={retry} />}
      {state.kind === 'partial' && <Notice text={texts.panel.partial} onRetry={retry} />}
      {state.kind !== 'loading' && state.kind !== 'error' && (empty ? <Text c="dimmed">{empty}</Text> : children())}
    </Paper>
  )
}

const Age = ({ since }: { since: number }) => texts.panel.stale(formatAge(useNow(10_000) - since))

const Notice = ({ text, onRetry }: { text: ReactNode; onRetry: () => void }) => (
  <Alert color="yellow" mb="xs" p="xs" role="status">
    <Stack gap="xs" align="flex-start">
      <Text size="sm">{text}</Text>
      <Button size="xs" variant="default" onClick={onRetry}>
        {texts.panel.retry}
      </Button>
    </Stack>
  </Alert>
)
