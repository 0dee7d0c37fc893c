import { fileURLToPath } from 'node:url'
import { post } from '../support/client.ts'
import { counters, storedEvents } from '../support/day-rows.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

const CRASH = fileURLToPath(new URL('../support/crash-after-commit.mjs', import.meta.url))

let system: System
let edge: ServiceProcess

beforeAll(async () => {
  system = await System.create({ peopleEach: 500 })
  edge = await system.start('attendance-service')
})
afterAll(() => system.close())

test('the consumer killed after its commit in Postgres and before that of its offsets counts nothing twice', async () => {
  const timestamp = Date.now()
  const people = Array.from({ length: 1_000 }, (_, index) => ({ userId: index + 1, type: 'checkin', timestamp }))
  expect((await post(`${edge.url}/attendances/batch`, system.deviceKey, people)).status).toBe(207)

  // It may be over before its start was noticed.
  const doomed = await system.start('dashboard-service', { preload: CRASH }).catch(() => undefined)
  await doomed?.ended()
  const before = await counters(system.pool)
  expect(before.came).toBeGreaterThan(0)

  await system.start('dashboard-service')
  await waitFor('all to be counted', async () => (await counters(system.pool)).came === 1_000)
  expect(await counters(system.pool)).toMatchObject({ came: 1_000, inside: 1_000, events: 1_000 })
  expect(await storedEvents(system.pool)).toHaveLength(1_000)
})
