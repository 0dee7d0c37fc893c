import { Counter, type DeadLetterStore, Gauge, Histogram, LETTER_STATUSES, type Registry } from '@rollcall/platform'
import type { RunEvents } from './runs/task-runner.ts'

/** The Prometheus series of the tasks service. */
export function createMetrics(registry: Registry, letters: DeadLetterStore): RunEvents {
  const registers = [registry]
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
  const lastEnd = new Gauge({
    name: 'rollcall_task_last_done_timestamp_seconds',
    help: 'When a task was last done',
    labelNames: ['task'],
    registers,
  })
  const counts = new Gauge({
    name: 'rollcall_task_last_count',
    help: 'What the last run of a task counted',
    labelNames: ['task', 'count'],
    registers,
  })
  new Gauge({
    name: 'rollcall_dead_letters',
    help: 'Dead letters by status',
    labelNames: ['status'],
    registers,
    async collect() {
      // With Mongo away the other series are still worth having; an old number would look like a new one.
      const byStatus = await letters.countByStatus().catch(() => undefined)
      if (!byStatus) return this.reset()
      for (const status of LETTER_STATUSES) this.set({ status }, byStatus[status] ?? 0)
    },
  })
  return {
    ended: (task, outcome, counted, milliseconds) => {
      runs.inc({ task, outcome })
      durations.observe({ task }, milliseconds / 1_000)
      if (outcome === 'done') lastEnd.set({ task }, Date.now() / 1_000)
      for (const [count, value] of Object.entries(counted)) counts.set({ task, count }, value)
    },
  }
}
