import {
  Counter,
  type DeadLetterStore,
  Gauge,
  Histogram,
  LETTER_STATUSES,
  type Registry,
  remembered,
} from '@rollcall/platform'
import { longestGap } from './runs/longest-gap.ts'
import type { RunStore } from './runs/run-store.ts'
import type { Task } from './runs/task.ts'
import type { RunEvents } from './runs/task-runner.ts'

const READ_EVERY_MS = 5_000

/** The Prometheus series of the tasks service. */
export function createMetrics(
  registry: Registry,
  parts: { letters: DeadLetterStore; runs: RunStore; tasks: readonly Task[] },
): RunEvents {
  const registers = [registry]
  const { letters, tasks } = parts
  const runs = new Counter({
    name: 'rollcall_task_runs_total',
    help: 'Runs of tasks by outcome',
    labelNames: ['task', 'outcome'],
    registers,
  })
  const durations = new Histogram({
    name: 'rollcall_task_seconds',
    help: 'Time that runs of tasks took',
    labelNames: ['task'],
    buckets: [0.01, 0.1, 1, 10, 60, 600],
    registers,
  })
  const lastDone = remembered(READ_EVERY_MS, () => parts.runs.lastDone(tasks.map(({ name }) => name)))
  new Gauge({
    name: 'rollcall_task_last_done_timestamp_seconds',
    help: 'When a task was last done, by whichever copy: every copy tells the same, take the maximum',
    labelNames: ['task'],
    registers,
    async collect() {
      const ends = await lastDone().catch(() => undefined)
      this.reset()
      for (const [task, at] of ends ?? []) this.set({ task }, at.getTime() / 1_000)
    },
  })
  const intervals = new Gauge({
    name: 'rollcall_task_interval_seconds',
    help: 'The longest time between two runs of a task, by its schedule',
    labelNames: ['task'],
    registers,
  })
  const counts = new Gauge({
    name: 'rollcall_task_last_count',
    help: 'What the last run of a task counted',
    labelNames: ['task', 'count'],
    registers,
  })
  const countLetters = remembered(READ_EVERY_MS, () => letters.countByStatus())
  new Gauge({
    name: 'rollcall_dead_letters',
    help: 'Dead letters by status',
    labelNames: ['status'],
    registers,
    async collect() {
      // With Mongo away the other series are still worth having; an old number would look like a new one.
      const byStatus = await countLetters().catch(() => undefined)
      if (!byStatus) return this.reset()
      for (const status of LETTER_STATUSES) this.set({ status }, byStatus[status] ?? 0)
    },
  })
  // From the start, so that the first one is a rise.
  for (const { name: task, schedule } of tasks) {
    intervals.set({ task }, longestGap(schedule))
    for (const outcome of ['done', 'failed']) runs.inc({ task, outcome }, 0)
  }
  return {
    ended: (task, outcome, counted, milliseconds) => {
      runs.inc({ task, outcome })
      durations.observe({ task }, milliseconds / 1_000)
      for (const [count, value] of Object.entries(counted)) counts.set({ task, count }, value)
    },
  }
}
