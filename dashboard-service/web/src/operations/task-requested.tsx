import { Alert, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { RUNS, requestQuery, tasksQuery } from '../api/operations.ts'
import { Failure } from '../panel/failure.tsx'
import { texts } from '../texts/texts.ts'
import { countsOf, outcomeOf } from './runs-panel.tsx'
import { took } from './utc.ts'

const words = texts.operations.tasks

/** What becomes of the run that was asked for here. */
export function TaskRequested({ id }: { id: number }) {
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(requestQuery(id))
  const outcome = data?.run?.outcome
  // It is in the lists now.
  useEffect(() => {
    if (!outcome) return
    void client.invalidateQueries({ queryKey: RUNS })
    void client.invalidateQueries({ queryKey: tasksQuery.queryKey })
  }, [client, outcome])
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : null
  const { task, run } = data
  if (!run?.outcome) return <Alert p="xs" mb="sm" title={run ? words.begun(task) : words.asked(task)} />
  return (
    <Alert
      p="xs"
      mb="sm"
      color={run.outcome === 'done' ? 'teal' : 'red'}
      title={words.ended(task, outcomeOf(run), took(run.milliseconds))}
    >
      <Text size="sm">{run.error ?? countsOf(run)}</Text>
    </Alert>
  )
}
