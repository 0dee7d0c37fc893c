import { createLogger } from '@rollcall/platform'
import { z } from 'zod'
import { RunStore } from '../../tasks/src/runs/run-store.ts'
import type { Task } from '../../tasks/src/runs/task.ts'
import { TaskRunner } from '../../tasks/src/runs/task-runner.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

let system: System

beforeAll(async () => {
  system = await System.create()
})
afterAll(() => system.close())

/** A task that knows when two of its runs overlap. */
function watched(name: string) {
  const seen = { runs: 0, atOnce: 0, most: 0 }
  const task: Task = {
    name,
    about: 'for the test',
    schedule: '* * * * *',
    options: z.object({ fail: z.boolean().optional() }),
    async run(options) {
      seen.runs += 1
      seen.atOnce += 1
      seen.most = Math.max(seen.most, seen.atOnce)
      await system.pool.query('SELECT pg_sleep(0.05)')
      seen.atOnce -= 1
      if ((options as { fail?: boolean }).fail) throw new Error('as it was told')
      return { things: 3 }
    },
  }
  return { seen, task }
}

const copy = (task: Task) =>
  new TaskRunner([task], new RunStore(system.pool), { ended: () => undefined }, createLogger('test', 'silent'))

const runsOf = async (task: string) =>
  (
    await system.pool.query(
      'SELECT scheduled_for AS at, outcome, counts, error, ended_at >= started_at AS ended FROM operations.task_runs WHERE task = $1 ORDER BY id',
      [task],
    )
  ).rows

test('two copies that wake for the same moment run it once', async () => {
  const { seen, task } = watched('same-moment')
  const copies = [copy(task), copy(task)]
  for (let minute = 0; minute < 5; minute++) {
    const moment = new Date(Date.UTC(2026, 0, 1, 8, minute))
    await Promise.all(copies.map((each) => each.runScheduled(task, moment)))
    // One that wakes late finds it done.
    await copies[1]?.runScheduled(task, moment)
  }
  expect(seen).toMatchObject({ runs: 5, most: 1 })
  expect(await runsOf('same-moment')).toHaveLength(5)
})

test('a request is done once, by one copy, and never beside another run of its task', async () => {
  const { seen, task } = watched('on-request')
  const runs = new RunStore(system.pool)
  const requests = [
    await runs.request(task.name, {}, 'test'),
    await runs.request(task.name, { fail: true }, 'test'),
    await runs.request(task.name, {}, 'test'),
  ]
  const copies = [copy(task), copy(task)]
  await waitFor('all three to end', async () => {
    await Promise.all(copies.map((each) => each.runRequests()))
    return (await runsOf('on-request')).length === 3
  })
  expect(seen).toMatchObject({ runs: 3, most: 1 })
  expect(await Promise.all(requests.map((id) => runs.runOf(id)))).toMatchObject([
    { outcome: 'done', counts: { things: 3 }, error: null },
    { outcome: 'failed', counts: {}, error: 'as it was told' },
    { outcome: 'done', counts: { things: 3 }, error: null },
  ])
})

test('a run whose process died is told as such, and holds up no later one', async () => {
  const { task } = watched('dies')
  await system.pool.query(`INSERT INTO operations.task_runs (task, scheduled_for) VALUES ('dies', '2026-01-01')`)
  await copy(task).runScheduled(task, new Date(Date.UTC(2026, 0, 2)))
  expect(await runsOf('dies')).toMatchObject([
    { outcome: 'died', ended: true },
    { outcome: 'done', ended: true },
  ])
})

test('a service does what is requested within moments, and ends what it has begun at SIGTERM', async () => {
  const service = await system.start('tasks')
  const runs = new RunStore(system.pool)
  const request = await runs.request('keep-partitions', {}, 'test')
  await waitFor('the run', async () => (await runs.runOf(request))?.outcome === 'done')
  const { rows } = await system.pool.query(
    `SELECT count(*)::int AS partitions FROM pg_inherits WHERE inhparent = 'attendance.events'::regclass`,
  )
  expect(rows[0].partitions).toBeGreaterThanOrEqual(22)
  expect(await service.stop()).toBe(0)
})

test('the flush deletes the gate of dates that are over everywhere, and nothing else', async () => {
  const key = system.names.key
  const today = new Date().toISOString().slice(0, 10)
  const old = new Date(Date.now() - 5 * 24 * 3_600_000).toISOString().slice(0, 10)
  await system.redis.set(key(`gate:${old}:0`), 'x')
  await system.redis.set(key(`gate:${old}:77`), 'x')
  await system.redis.set(key(`gate:${today}:0`), 'x')
  await system.redis.hset(key('gate:epoch'), 'token', 'x')
  await system.redis.set(key(`else:${old}`), 'kept')
  const runs = new RunStore(system.pool)
  const request = await runs.request('flush-redis', {}, 'test')
  const service = await system.start('tasks')
  const run = await waitFor('the run', async () => {
    const found = await runs.runOf(request)
    return found?.outcome && found
  })
  expect(run.counts).toEqual({ deleted: 2, kept: 2 })
  expect((await system.redis.keys(`${system.namespace}:*`)).sort()).toEqual(
    [key(`else:${old}`), key(`gate:${today}:0`), key('gate:epoch')].sort(),
  )
  await service.stop()
})
