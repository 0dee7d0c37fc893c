import { get } from '../support/client.ts'
import { expectNothingLostOrDoubled } from '../support/expect-day.ts'
import { Load } from '../support/load.ts'
import { type PrivateEngine, privateEngine } from '../support/private-engine.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

let redis: PrivateEngine
let system: System
let edges: ServiceProcess[]

beforeAll(async () => {
  redis = await privateEngine('redis')
  system = await System.create({ engines: { redis: redis.url } })
  edges = await Promise.all([system.start('attendance-service'), system.start('attendance-service')])
  await system.start('dashboard-service')
})
afterAll(async () => {
  await system.close()
  await redis.discard()
})

/** A load in full swing: everybody has been in at least once, and people go out. */
const swing = (load: Load, more: number) => {
  const enough = load.acknowledged.size + more
  return waitFor('more traffic', () => load.acknowledged.size >= enough)
}

test('Redis emptied and Redis restarted in the middle of it: nothing lost, nobody counted twice, nobody refused', async () => {
  const load = new Load(edges, system.deviceKey, { from: 1, count: 300 }).start(20)
  await swing(load, 900)
  await system.redis.flushall()
  await swing(load, 900)
  await system.redis.flushall()
  await swing(load, 900)
  const away = Date.now()
  await redis.kill()
  await waitFor('a 503', () => load.statuses(away)[503])
  await redis.start()
  for (const { url } of edges)
    await waitFor('its gate', async () => (await get(`${url}/health/detail`, system.apiToken)).status === 200)
  const back = Date.now()
  await waitFor('traffic well after that', () => load.statuses(back + 2_000)[201])
  await swing(load, 900)
  await load.stop()

  // Whoever was in when Redis forgot has gone out since, or will: all were let through.
  await expectNothingLostOrDoubled(system.pool, load)
  expect(load.statuses(0, away)[503]).toBeUndefined()
  // But for those that were under way.
  expect(load.statuses(back + 2_000)[503]).toBeUndefined()
})
