import { setTimeout as sleep } from 'node:timers/promises'
import { checkIn, post } from '../support/client.ts'
import { storedEvents } from '../support/day-rows.ts'
import { expectNothingLostOrDoubled } from '../support/expect-day.ts'
import { Load } from '../support/load.ts'
import { memoryOf } from '../support/memory.ts'
import { type PrivateEngine, privateEngine } from '../support/private-engine.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

let kafka: PrivateEngine
let system: System
let edges: ServiceProcess[]

beforeAll(async () => {
  kafka = await privateEngine('kafka')
  system = await System.create({ engines: { kafka: kafka.url }, peopleEach: 20_000 })
  edges = await Promise.all([system.start('attendance-service'), system.start('attendance-service')])
  await system.start('dashboard-service')
})
afterAll(async () => {
  await system.close()
  await kafka.discard()
})

test('Kafka stopped for 15 s under load: 503 with Retry-After, bounded memory, and what was acknowledged is what is stored', async () => {
  const load = new Load(edges, system.deviceKey, { from: 1, count: 400 }).start(40)
  await waitFor('traffic', () => load.acknowledged.size >= 1_000)
  const memory = edges.map((edge) => memoryOf(edge.pid))

  await kafka.kill()
  const down = Date.now()
  // Far more than may be held: whole batches of others' check-ins pile up against the stopped broker.
  const flood = floodWith(edges[0] as ServiceProcess)
  await sleep(15_000)
  const grown = edges.map((edge, index) => memoryOf(edge.pid) - (memory[index] ?? 0))
  await kafka.start()
  await flood

  await waitFor('traffic again, without a restart', () => (load.statuses(Date.now() - 1_000)[201] ?? 0) > 20)
  await load.stop()
  const refused = load.answers.filter((answer) => answer.status === 503 && answer.at >= down)
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.every((answer) => Number(answer.retryAfter) > 0)).toBe(true)
  for (const megabytes of grown) expect(megabytes).toBeLessThan(400)
  expect(edges.every((edge) => edge.running)).toBe(true)

  await expectNothingLostOrDoubled(system.pool, load)
})

test('the first check-in after a start without traffic works as well', async () => {
  const answer = await checkIn(edges[1] as ServiceProcess, system.deviceKey, {
    userId: 900,
    type: 'checkin',
    timestamp: Date.now(),
  })
  expect(answer.status).toBe(201)
  await waitFor('its event', async () => (await storedEvents(system.pool, 900)).length === 1)
})

/**
 * 30,000 check-ins in batches, sent once: they are answered 503 within the ten seconds for which one is held, but for the last
 * of them, where the machine was so slow to read them that Kafka is back by then.
 */
async function floodWith(edge: ServiceProcess): Promise<void> {
  const timestamp = Date.now()
  const batches = Array.from({ length: 30 }, (_, batch) =>
    Array.from({ length: 1_000 }, (_, index) => ({
      userId: 5_001 + batch * 1_000 + index,
      type: 'checkin',
      timestamp,
    })),
  )
  const answers = await Promise.all(
    batches.map((body) => post(`${edge.url}/attendances/batch`, system.deviceKey, body)),
  )
  for (const answer of answers) {
    expect(answer.status).toBe(207)
    for (const each of answer.body) expect([201, 503]).toContain(each.status)
  }
  const refused = answers.flatMap(({ body }) => body).filter(({ status }: { status: number }) => status === 503)
  expect(refused.length).toBeGreaterThan(1_000)
}
