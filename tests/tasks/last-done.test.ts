import { createRegistry, type DeadLetterStore } from '@rollcall/platform'
import { createMetrics } from '../../tasks/src/metrics.ts'
import { RunStore } from '../../tasks/src/runs/run-store.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const letters = { countByStatus: async () => ({}) } as DeadLetterStore
const task = (name: string) => ({ name, schedule: '0 3 * * *' }) as Parameters<typeof createMetrics>[1]['tasks'][0]

test('a copy that has just started knows when a task was last done by any other', async () => {
  await database.pool.query(
    `INSERT INTO operations.task_runs (task, scheduled_for, ended_at, outcome) VALUES
       ('reconcile', '2026-01-01T03:00Z', '2026-01-01T03:00:20Z', 'done'),
       ('reconcile', '2026-01-02T03:00Z', '2026-01-02T03:00:40Z', 'done'),
       ('reconcile', '2026-01-03T03:00Z', '2026-01-03T03:00:10Z', 'failed')`,
  )
  const registry = createRegistry('test')
  createMetrics(registry, {
    letters,
    runs: new RunStore(database.pool),
    tasks: [task('reconcile'), task('never-done')],
  })
  const text = await registry.metrics()
  expect(text).toContain(
    `last_done_timestamp_seconds{task="reconcile",service="test"} ${Date.UTC(2026, 0, 2, 3, 0, 40) / 1_000}`,
  )
  expect(text).not.toContain('last_done_timestamp_seconds{task="never-done"')
  expect(text).toContain('rollcall_task_interval_seconds{task="never-done",service="test"} 86400')
})
