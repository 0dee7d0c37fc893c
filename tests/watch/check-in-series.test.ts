import { type CheckInBody, checkIn, post } from '../support/client.ts'
import { type PrivateEngine, privateEngine } from '../support/private-engine.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

let redis: PrivateEngine
let system: System
let edge: ServiceProcess

beforeAll(async () => {
  redis = await privateEngine('redis')
  system = await System.create({ engines: { redis: redis.url } })
  edge = await system.start('attendance-service')
})
afterAll(async () => {
  redis.resume()
  await system.close()
  await redis.discard()
})

async function series(): Promise<Record<string, number>> {
  const answer = await fetch(`${edge.url}/metrics`, { headers: { authorization: `Bearer ${system.apiToken}` } })
  const lines = (await answer.text()).split('\n').filter((line) => line.startsWith('rollcall_'))
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      const own = labels.replace(/,?service="[^"]*"/, '')
      return [own ? `${name} ${own.replaceAll('"', '')}` : name, Number(value)]
    }),
  )
}
const send = (userId: number, more: Partial<CheckInBody> = {}) =>
  checkIn(edge, system.deviceKey, { userId, type: 'checkin', timestamp: Date.now(), temperature: 36.5, ...more })

test('what became of check-ins is told by route, status, outcome and answer of the gate', async () => {
  const timestamp = Date.now()
  expect((await send(1, { timestamp })).status).toBe(201)
  expect((await send(1, { timestamp })).status).toBe(200)
  expect((await send(2, { type: 'checkout' })).status).toBe(409)
  expect((await send(1_999_999)).status).toBe(422)
  expect((await post(`${edge.url}/attendances/batch`, system.deviceKey, [])).status).toBe(400)

  const told = await series()
  expect(told).toMatchObject({
    'rollcall_requests_total route=POST /attendances,status=201': 1,
    'rollcall_requests_total route=POST /attendances,status=200': 1,
    'rollcall_requests_total route=POST /attendances,status=409': 1,
    'rollcall_requests_total route=POST /attendances,status=422': 1,
    'rollcall_requests_total route=POST /attendances/batch,status=400': 1,
    'rollcall_check_ins_total outcome=recorded': 1,
    'rollcall_check_ins_total outcome=repeat': 1,
    'rollcall_check_ins_total outcome=refused': 1,
    'rollcall_gate_answers_total answer=go on': 1,
    'rollcall_gate_answers_total answer=repeat': 1,
    'rollcall_gate_answers_total answer=refused': 1,
    'rollcall_gate_answers_total answer=none': 0,
    rollcall_check_in_batch_wait_seconds_count: 3,
    rollcall_publish_seconds_count: 1,
    rollcall_gate_epochs_total: 1,
    rollcall_gate_epoch_since_timestamp_seconds: 0,
  })
  expect(told.rollcall_roster_misses_total).toBeGreaterThanOrEqual(1)
})

test('a gate that was forgotten is a new epoch, with the time since which it remembers', async () => {
  const before = Date.now() / 1_000
  await system.redis.del(system.names.key('gate:epoch'))
  expect((await send(3)).status).toBe(201)
  const told = await series()
  expect(told.rollcall_gate_epochs_total).toBe(2)
  expect(told.rollcall_gate_epoch_since_timestamp_seconds).toBeGreaterThanOrEqual(before)
})

test('a gate that does not answer leaves doubts, and says for how many people', async () => {
  // Its mark comes after its answer, and before the answer to the same once more.
  const timestamp = Date.now()
  expect((await send(3, { timestamp })).status).toBe(201)
  expect((await send(3, { timestamp })).status).toBe(200)
  redis.pause()
  expect((await send(4)).status).toBe(503)
  redis.resume()
  await waitFor('the gate', async () => (await send(5)).status === 201)
  const told = await series()
  expect(told['rollcall_gate_answers_total answer=none']).toBeGreaterThanOrEqual(1)
  expect(told['rollcall_gate_doubts_left_total after=look']).toBeGreaterThanOrEqual(1)
  expect(told['rollcall_gate_doubts_left_total after=mark']).toBe(0)
})
