import { type AttendanceRecord, eventId, gateKey } from '@rollcall/domain'
import { ATTENDANCE_TOPIC, createKafka, createLogger, Publisher, partitionOf } from '@rollcall/platform'
import { counters, storedEvents } from '../support/day-rows.ts'
import { expectDaysMatchEvents } from '../support/expect-day.ts'
import { slotIn } from '../support/gate-slot.ts'
import { type PrivateEngine, privateEngine } from '../support/private-engine.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'
import { OperatorApi } from './operator-api.ts'

const PARTITIONS = 2
const LETTERS = '/api/operations/dead-letters'
const start = Date.now() - 60_000

let redis: PrivateEngine
let system: System
let publisher: Publisher
let api: OperatorApi
let date: string

beforeAll(async () => {
  redis = await privateEngine('redis')
  system = await System.create({ engines: { redis: redis.url }, peopleEach: 100, partitions: PARTITIONS })
  const kafka = createKafka([system.engines.kafka], 'test', createLogger('test', 'silent'))
  publisher = new Publisher(kafka, system.names.topic(ATTENDANCE_TOPIC))
  await publisher.connect()
  const [service] = await Promise.all([system.start('dashboard-service'), system.start('tasks')])
  api = new OperatorApi(system, service)
  const { rows } = await system.pool.query(
    'SELECT (now() AT TIME ZONE time_zone)::date AS date FROM roster.schools WHERE id = 1',
  )
  date = rows[0].date
})
afterAll(async () => {
  await publisher?.disconnect()
  await system?.close()
  await redis?.discard()
})

function record(userId: number, more: Partial<AttendanceRecord> = {}): AttendanceRecord {
  const at = start + userId
  return {
    v: 1,
    id: eventId(userId, 'checkin', at),
    ...{ userId, schoolId: 1, type: 'checkin', localDate: date, temperature: 36.6, image: null, deviceId: 1 },
    at: new Date(at).toISOString(),
    receivedAt: new Date(at).toISOString(),
    ...more,
  }
}

const publish = (...records: { key: string; value: string }[]) =>
  publisher.publish(
    records.map((each) => ({ ...each, partition: partitionOf(1, PARTITIONS), headers: { 'request-id': 'r-poison' } })),
    10_000,
  )
const publishBad = (userId: number, more: object) => {
  const bad = { ...record(userId), ...more }
  return publish({ key: record(userId).id, value: JSON.stringify(bad) })
}

const ask: OperatorApi['ask'] = (...call) => api.ask(...call)
const get = (path: string) => api.get(path)
const letterOf = (userId: number) =>
  waitFor('the letter', async () =>
    (await get(`${LETTERS}?limit=1000`)).find((each: { key: string }) => each.key === record(userId).id),
  )
const auditOf = async (action: string) => (await get(`/api/audit?action=${action}`)) as { callerName: string }[]

test('poison is seen with its cause, mended with every fault told at once, replayed, stored once, and counted', async () => {
  await publish({ key: record(1).id, value: JSON.stringify(record(1)) })
  await publishBad(2, { temperature: 99, schoolId: 'x' })
  const { id } = await letterOf(2)
  await waitFor('the good one', async () => (await counters(system.pool)).came === 1)

  const [group] = await get(`${LETTERS}/groups`)
  expect(group).toMatchObject({ code: 'contract', count: 1, byStatus: { pending: 1 }, example: id })
  const filter = new URLSearchParams({ status: 'open', code: group.code, message: group.message })
  expect((await get(`${LETTERS}?${filter}`)).map((each: { id: string }) => each.id)).toEqual([id])

  const { body, etag } = await ask('GET', `${LETTERS}/${id}`)
  expect(body.data).toMatchObject({
    status: 'pending',
    attempts: 1,
    userId: 2,
    headers: { 'request-id': 'r-poison' },
    record: { json: { ...record(2), temperature: 99, schoolId: 'x' } },
  })

  const wrong = { ...record(2), id: '2-i1', temperature: 99, schoolId: 0, localDate: '2001-01-01', image: 'a\tb' }
  const refused = await ask('PATCH', `${LETTERS}/${id}`, { value: wrong })
  expect(refused.status).toBe(400)
  expect(refused.body.errors.map((each: { field: string }) => each.field).sort()).toEqual(
    ['id', 'image', 'localDate', 'schoolId', 'temperature'].map((field) => `value.${field}`),
  )
  expect(await ask('PATCH', `${LETTERS}/${id}`, { value: '{"v":' })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'value', message: expect.stringContaining('not JSON') }] },
  })

  const mended = await ask(
    'PATCH',
    `${LETTERS}/${id}`,
    { value: record(2, { temperature: 38.2 }) },
    { 'if-match': etag },
  )
  expect(mended).toMatchObject({ status: 200, body: { data: { status: 'pending', attempts: 1, mended: true } } })
  // Somebody else who still has the former one before them.
  expect(await ask('PATCH', `${LETTERS}/${id}`, { value: record(2) }, { 'if-match': etag })).toMatchObject({
    status: 412,
  })
  expect(await ask('POST', `${LETTERS}/${id}/replay`, undefined, { 'if-match': mended.etag })).toMatchObject({
    status: 200,
  })
  // The tasks service was asked by it: nobody waits for the minute to come round.
  const letter = await waitFor('the replay', async () => {
    const { data } = (await ask('GET', `${LETTERS}/${id}`)).body
    return data.status === 'replayed' && data
  })
  expect(letter.history.map((each: { status: string; by: string }) => [each.status, each.by])).toEqual([
    ['pending', null],
    ['pending', 'api key 2'],
    ['pending', 'api key 2'],
    ['replaying', null],
    ['replayed', null],
  ])
  expect(letter.history[1].before).toMatchObject({ key: record(2).id, json: { temperature: 99 } })
  expect(await storedEvents(system.pool, 2)).toHaveLength(1)
  expect(await counters(system.pool)).toMatchObject({ came: 2, events: 2, fevers: 1 })
  await expectDaysMatchEvents(system.pool)
  expect(await auditOf('dead-letter')).toEqual([
    expect.objectContaining({ action: 'dead-letter.replay', callerName: 'api key 2' }),
    expect.objectContaining({ action: 'dead-letter.mend' }),
  ])
  // The clock may have had a run of its own meanwhile.
  await waitFor('its run', async () => {
    const runs: { requestedBy: string | null }[] = await get('/api/operations/task-runs?task=replay-dead-letters')
    return runs.some(({ requestedBy }) => requestedBy === 'api key 2')
  })
  expect(await ask('POST', `${LETTERS}/${id}/replay`)).toMatchObject({ status: 409 })
})

test('without Redis a letter is neither discarded nor mended: 503, and nothing has changed', async () => {
  await publishBad(11, { v: 2 })
  const { id } = await letterOf(11)
  const before = await get(`${LETTERS}/${id}`)
  await redis.kill()
  const discard = () => ask('POST', `${LETTERS}/${id}/discard`, { reason: 'a test' })
  expect((await discard()).status).toBe(503)
  expect((await ask('PATCH', `${LETTERS}/${id}`, { value: record(11) })).status).toBe(503)
  const bulk = { action: 'discard', ids: [id], dryRun: false, reason: 'a test' }
  expect((await ask('POST', `${LETTERS}/bulk`, bulk)).status).toBe(503)
  expect(await get(`${LETTERS}/${id}`)).toEqual(before)
  expect(await auditOf('dead-letter.discard')).toEqual([])
  // And the rest of the pipeline is told all the same.
  const pipeline = await get('/api/operations/pipeline')
  expect(pipeline.gate).toMatchObject({ value: null, reason: 'Redis does not answer' })
  expect(pipeline.dependencies.value).toMatchObject({ redis: { status: 'down' }, postgres: { status: 'up' } })
  expect(pipeline.deadLetters.value).toMatchObject({ pending: 1, replayed: 1 })
  const consumer = async () => (await get('/api/operations/pipeline')).consumer.value
  await waitFor('the next look at the topic', async () => (await consumer()).waiting === 0)

  await redis.start()
  await waitFor('Redis', async () => (await discard()).status === 200)
  expect(await get(`${LETTERS}/${id}`)).toMatchObject({ status: 'discarded' })
  expect(await slotIn(system.redis, system.names.key(gateKey(date, 11)), 11)).toBe('!1')
  expect(await auditOf('dead-letter.discard')).toHaveLength(1)
})

test('many: counted first, bounded by what was there then, and one result each', async () => {
  for (const userId of [21, 22, 23]) await publishBad(userId, { schoolId: 77_777 })
  await publishBad(24, { v: 9 })
  for (const userId of [21, 22, 23, 24]) await letterOf(userId)
  const filter = { code: '23503', school: 77_777 }
  const dry = await ask('POST', `${LETTERS}/bulk`, { action: 'discard', filter, dryRun: true })
  expect(dry.body.data).toMatchObject({ dryRun: true, matching: 3, count: 3, refused: 0, results: [] })
  await publishBad(25, { schoolId: 77_777 })
  await letterOf(25)
  const call = { action: 'discard', filter: { ...filter, until: dry.body.data.asOf }, dryRun: false }
  expect(await ask('POST', `${LETTERS}/bulk`, call)).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'reason' }] },
  })
  const { body } = await ask('POST', `${LETTERS}/bulk`, { ...call, reason: 'no school of ours' })
  expect(body.data).toMatchObject({ dryRun: false, matching: 3, count: 3, refused: 0 })
  expect(body.data.results.map((each: { outcome: string }) => each.outcome)).toEqual(['done', 'done', 'done'])
  expect(await get(`${LETTERS}?status=pending`)).toHaveLength(2)
  expect(await auditOf('dead-letter.discard')).toHaveLength(4)
  for (const userId of [21, 22, 23])
    expect(await slotIn(system.redis, system.names.key(gateKey(date, userId)), userId)).toBe('!1')
  expect(await ask('POST', `${LETTERS}/bulk`, { action: 'replay', dryRun: true })).toMatchObject({ status: 400 })
})
