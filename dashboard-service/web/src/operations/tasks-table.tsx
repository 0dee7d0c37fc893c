import { Button, Table, Text } from '@mantine/core'
import type { Task } from '../api/operations.ts'
import { texts } from '../texts/texts.ts'
import { outcomeOf } from './runs-panel.tsx'
import { took, utcDateTime } from './utc.ts'

const words = texts.operations.tasks

/** Each task in a line, in the order of the alphabet. */
export const TasksTable = ({ tasks, onRun }: { tasks: readonly Task[]; onRun: (task: Task) => void }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className="table-scroll" tabIndex={0} aria-label={words.title}>
    <Table striped highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.task}</Table.Th>
          <Table.Td />
          <Table.Th scope="col">{words.last}</Table.Th>
          <Table.Th scope="col">{words.lastDone}</Table.Th>
          <Table.Th scope="col">{words.next}</Table.Th>
          <Table.Th scope="col">{words.schedule}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {tasks.map((task) => (
          <Table.Tr key={task.name} data-task={task.name}>
            <Table.Th scope="row" fw={500}>
              <span className="nowrap">{task.name}</span>
              <Text size="xs" c="dimmed" className="letter-cause">
                {task.about}
              </Text>
            </Table.Th>
            <Table.Td>
              <Button
                size="compact-sm"
                className="no-print"
                aria-label={words.runThis(task.name)}
                onClick={() => onRun(task)}
              >
                {words.runNow}
              </Button>
            </Table.Td>
            <Table.Td>
              {lastOf(task)}
              {task.lastRun?.error && (
                <Text size="xs" className="letter-cause">
                  {task.lastRun.error}
                </Text>
              )}
            </Table.Td>
            <Table.Td className="nowrap">{task.lastDoneAt ? utcDateTime(task.lastDoneAt) : words.never}</Table.Td>
            <Table.Td className="nowrap">{utcDateTime(task.nextAt)}</Table.Td>
            <Table.Td className="nowrap">{task.schedule}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </section>
)

function lastOf({ running, waiting, lastRun }: Task): string {
  const more = waiting > 0 ? [words.waiting(String(waiting))] : []
  if (running) return [words.running, ...more].join(', ')
  if (!lastRun) return [words.never, ...more].join(', ')
  return [`${outcomeOf(lastRun)}, ${took(lastRun.milliseconds)}`, ...more].join(', ')
}
