import { type AttendanceRecord, eventId } from '@rollcall/domain'
import { ATTENDANCE_TOPIC, createKafka, createLogger, Publisher, partitionOf } from '@rollcall/platform'
import { counters } from '../support/day-rows.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'
import { OperatorApi } from './operator-api.ts'

const PARTITIONS = 4
const PIPELINE = '/api/operations/pipeline'
let system: System
let publisher: Publisher
let api: OperatorApi

beforeAll(async () => {
  system = await System.create({ peopleEach: 100, partitions: PARTITIONS })
  const kafka = createKafka([system.engines.kafka], 'test', createLogger('test', 'silent'))
  publisher = new Publisher(kafka, system.names.topic(ATTENDANCE_TOPIC))
  await publisher.connect()
  const [service] = await Promise.all([system.start('dashboard-service'), system.start('tasks')])
  api = new OperatorApi(system, service)
})
afterAll(async () => {
  await publisher?.disconnect()
  await system?.close()
})

test('what is written, taken and stored is measured at the stores, and each part says of when it speaks', async () => {
  await waitFor('the first looks', async () => {
    const { consumer, stored } = await api.get(PIPELINE)
    return consumer.value !== null && stored.reason !== 'Postgres has not been looked at yet'
  })
  const { rows } = await system.pool.query(
    'SELECT (now() AT TIME ZONE time_zone)::date AS date FROM roster.schools WHERE id = 1',
  )
  const at = Date.now() - 60_000
  const records = Array.from({ length: 150 }, (_, i): AttendanceRecord => {
    const [userId, schoolId] = [i + 1, i < 100 ? 1 : 2]
    const time = new Date(at + i)
    return {
      v: 1,
      id: eventId(userId, 'checkin', time.getTime()),
      ...{ userId, schoolId, type: 'checkin', localDate: rows[0].date, temperature: null, image: null, deviceId: 1 },
      at: time.toISOString(),
      receivedAt: time.toISOString(),
    }
  })
  // The same ten come twice: they are taken again, and not stored again.
  const sent = [...records, ...records.slice(0, 10)]
  await publisher.publish(
    sent.map((each) => ({
      partition: partitionOf(each.schoolId, PARTITIONS),
      key: each.id,
      value: JSON.stringify(each),
      headers: {},
    })),
    10_000,
  )
  await waitFor('all of them', async () => (await counters(system.pool)).events === 150)
  const state = await waitFor('it to be seen', async () => {
    const seen = await api.get(PIPELINE)
    // On a busy machine an engine may answer too late for a part of it.
    const whole = Object.values<{ reason: string | null }>(seen).every(({ reason }) => reason === null)
    return whole && seen.stored.value.records === 150 && seen.consumer.value.taken.records === 160 && seen
  })
  expect(state.acknowledged.value.records).toBe(160)
  expect(state.consumer.value).toMatchObject({ waiting: 0, oldestWaitsSeconds: 0 })
  expect(state.consumer.value.partitions).toEqual([
    { partition: 0, written: 0, taken: 0, waiting: 0 },
    { partition: 1, written: 110, taken: 110, waiting: 0 },
    { partition: 2, written: 50, taken: 50, waiting: 0 },
    { partition: 3, written: 0, taken: 0, waiting: 0 },
  ])
  for (const { value } of [state.acknowledged, state.stored]) {
    expect(value.seconds).toBeGreaterThan(0)
    expect(value.perSecond).toBeCloseTo(value.records / value.seconds, 1)
  }
  for (const { asOf } of Object.values<{ asOf: string }>(state))
    expect(Math.abs(Date.now() - Date.parse(asOf))).toBeLessThan(20_000)
  expect(Object.keys(state.dependencies.value).sort()).toEqual(['kafka', 'mongo', 'postgres', 'redis'])
})

test('the gate is warm, cold, or has forgotten', async () => {
  const key = system.names.key('gate:epoch')
  const runId = /run_id:([0-9a-f]+)/.exec(await system.redis.info('server'))?.[1] ?? ''
  const gate = (state: string, since: string | null) =>
    waitFor(state, async () => {
      const { value } = (await api.get(PIPELINE)).gate
      return value.state === state && value.since === since
    })
  await gate('unopened', null)
  const now = Date.now()
  await system.redis.hset(key, { token: 't', run_id: runId, since: now })
  await gate('cold', new Date(now).toISOString())
  await system.redis.hset(key, { since: now - 3_600_000 })
  await gate('warm', new Date(now - 3_600_000).toISOString())
  await system.redis.hset(key, { since: 0 })
  await gate('warm', null)
  await system.redis.hset(key, { run_id: 'another' })
  await gate('forgotten', null)
})

test('a task is run by a request, which tells what became of it', async () => {
  const before = Date.now()
  const tasks: { name: string; nextAt: string }[] = await api.get('/api/operations/tasks')
  expect(tasks.map(({ name }) => name)).toEqual([
    'begin-changes',
    'close-days',
    'flush-redis',
    'keep-partitions',
    'reconcile',
    'replay-dead-letters',
  ])
  for (const { nextAt } of tasks) expect(Date.parse(nextAt)).toBeGreaterThan(before - 1_000)
  const run = (name: string, options: object) => api.ask('POST', `/api/operations/tasks/${name}/runs`, { options })
  expect(await run('no-such-task', {})).toMatchObject({ status: 404 })
  const refused = await run('reconcile', { from: 'yesterday', speed: 3 })
  expect(refused).toMatchObject({ status: 400 })
  expect(refused.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
    'options.from',
    'options.speed',
  ])

  const asked = await run('reconcile', { from: '2026-01-01', to: '2099-12-31' })
  expect(asked).toMatchObject({ status: 202, body: { data: { task: 'reconcile', requestedBy: 'api key 2' } } })
  const { id } = asked.body.data
  const ended = await waitFor('its end', async () => {
    const request = await api.get(`/api/operations/task-requests/${id}`)
    return request.run?.outcome && request.run
  })
  // Both schools have a day by the records of the first test.
  expect(ended).toMatchObject({ outcome: 'done', counts: { days: 2, people: 150, drift: 0 }, requestedBy: 'api key 2' })
  expect(await api.get('/api/operations/task-runs?task=reconcile&outcome=done')).toContainEqual(ended)
  expect(await api.get('/api/operations/task-runs?task=reconcile&outcome=failed')).toEqual([])
  // Its lock is given back a moment after its outcome is known.
  const reconcile = await waitFor('its lock to be given back', async () => {
    const all: { name: string; running: boolean }[] = await api.get('/api/operations/tasks')
    return all.find(({ name, running }) => name === 'reconcile' && !running)
  })
  expect(reconcile).toMatchObject({ lastRun: ended, lastDoneAt: ended.endedAt, waiting: 0 })
  expect(await api.get('/api/audit?action=task')).toEqual([
    expect.objectContaining({ action: 'task.request', subjectId: id, callerName: 'api key 2' }),
  ])
})

test('a task whose lock somebody holds is running', async () => {
  const client = await system.pool.connect()
  try {
    await client.query(`SELECT pg_advisory_lock(7001, hashtext('flush-redis'))`)
    const running = async () =>
      (await api.get('/api/operations/tasks')).flatMap((task: { name: string; running: boolean }) =>
        task.running ? [task.name] : [],
      )
    expect(await running()).toContain('flush-redis')
    await client.query('SELECT pg_advisory_unlock_all()')
    expect(await running()).not.toContain('flush-redis')
  } finally {
    client.release()
  }
})

test('runs come in pages, the newest first', async () => {
  await system.pool.query(
    `INSERT INTO operations.task_runs (task, scheduled_for, ended_at, outcome, error)
     SELECT 'keep-partitions', timestamptz '2026-01-01' + i * interval '1 minute', now(), 'failed', 'run ' || i
     FROM generate_series(1, 5) AS i`,
  )
  const pages: string[][] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await api.ask(
      'GET',
      `/api/operations/task-runs?outcome=failed&limit=2${cursor && `&cursor=${cursor}`}`,
    )
    pages.push(body.data.map(({ error }: { error: string }) => error))
    cursor = body.next
  }
  expect(pages).toEqual([['run 5', 'run 4'], ['run 3', 'run 2'], ['run 1']])
})
