import { setTimeout as sleep } from 'node:timers/promises'
import { DEAD_LETTERS } from '@rollcall/platform'
import { expectNothingLostOrDoubled } from '../support/expect-day.ts'
import { Load } from '../support/load.ts'
import { type PrivateEngine, privateEngine } from '../support/private-engine.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

let postgres: PrivateEngine
let system: System
let edges: ServiceProcess[]
let dashboard: ServiceProcess

beforeAll(async () => {
  postgres = await privateEngine('postgres')
  system = await System.create({ engines: { postgres: postgres.url } })
  edges = await Promise.all([system.start('attendance-service'), system.start('attendance-service')])
  dashboard = await system.start('dashboard-service')
})
afterAll(async () => {
  await system.close()
  await postgres.discard()
})

test('Postgres stopped for 15 s under load: check-ins go on, the consumer catches up, no dead letter', async () => {
  const load = new Load(edges, system.deviceKey, { from: 1, count: 300 }).start(10)
  await waitFor('traffic', () => load.acknowledged.size >= 500)

  await postgres.kill()
  const down = Date.now()
  await sleep(15_000)
  const up = Date.now()
  await postgres.start()
  await waitFor('traffic', () => load.statuses(up)[201])
  await load.stop()

  expect(load.statuses(down, up)[503]).toBeUndefined()
  expect(load.statuses(down, up)[201]).toBeGreaterThan(100)
  await expectNothingLostOrDoubled(system.pool, load)
  expect([...edges, dashboard].every((service) => service.running)).toBe(true)
  expect(await system.mongo.collection(system.names.collection(DEAD_LETTERS)).countDocuments()).toBe(0)
})
