import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Task, tasksQuery } from '../api/operations.ts'
import { Panel } from '../panel/panel.tsx'
import { texts } from '../texts/texts.ts'
import { RunDialog } from './run-dialog.tsx'
import { RunsPanel } from './runs-panel.tsx'
import { TaskRequested } from './task-requested.tsx'
import { TasksTable } from './tasks-table.tsx'

/** What runs by the clock, how it went, and a run now. */
export function TasksTab() {
  const tasks = useQuery(tasksQuery)
  const [toRun, setToRun] = useState<Task>()
  const [request, setRequest] = useState<number>()
  return (
    <Stack>
      <Panel
        title={texts.operations.tasks.title}
        queries={[tasks]}
        empty={tasks.data?.length === 0 && texts.operations.tasks.none}
      >
        {() =>
          tasks.data && (
            <>
              <div role="status">{request !== undefined && <TaskRequested key={request} id={request} />}</div>
              <TasksTable tasks={tasks.data} onRun={setToRun} />
            </>
          )
        }
      </Panel>
      <RunsPanel tasks={tasks.data?.map(({ name }) => name) ?? []} />
      {toRun && (
        <RunDialog
          task={toRun}
          onAsked={({ id }) => {
            setRequest(id)
            setToRun(undefined)
          }}
          onClose={() => setToRun(undefined)}
        />
      )}
    </Stack>
  )
}
