import { checkIn } from '../support/client.ts'
import { storedEvents } from '../support/day-rows.ts'
import { type PrivateEngine, privateEngine } from '../support/private-engine.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

/** As Prometheus does by default. */
const SCRAPE_WITHIN_MS = 10_000
const OLDEST = 'rollcall_intake_oldest_waiting_seconds'

let postgres: PrivateEngine
let system: System
let edge: ServiceProcess
let dashboard: ServiceProcess

beforeAll(async () => {
  postgres = await privateEngine('postgres')
  system = await System.create({ engines: { postgres: postgres.url } })
  edge = await system.start('attendance-service')
  dashboard = await system.start('dashboard-service')
})
afterAll(async () => {
  await postgres.resume()
  await system.close()
  await postgres.discard()
})

/** Scrapes without an answer: waitFor would only try again. */
const missed: unknown[] = []
async function scrape(service: ServiceProcess): Promise<string> {
  try {
    const headers = { authorization: `Bearer ${system.apiToken}` }
    const signal = AbortSignal.timeout(SCRAPE_WITHIN_MS)
    return await (await fetch(`${service.url}/metrics`, { headers, signal })).text()
  } catch (error) {
    missed.push(error)
    throw error
  }
}
const value = (text: string, series: string): number | undefined => {
  const found = new RegExp(`^${series}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1]
  return found === undefined ? undefined : Number(found)
}
const waits = async () => value(await scrape(dashboard), OLDEST) ?? -1
const comes = (userId: number) =>
  checkIn(edge, system.deviceKey, { userId, type: 'checkin', timestamp: Date.now(), temperature: 36.5 })

test('while Postgres hangs the services are watched all the same, and the age of what waits grows until it is stored', async () => {
  await comes(1)
  await waitFor('the first', async () => (await storedEvents(system.pool, 1)).length === 1)
  await waitFor('the first to be seen', async () => {
    const text = await scrape(dashboard)
    return value(text, OLDEST) === 0 && value(text, 'rollcall_people_inside') === 1
  })

  postgres.pause()
  expect((await comes(2)).status).toBe(201)
  const first = await waitFor('its age', async () => Math.max(0, await waits()))
  await waitFor('it to grow', async () => (await waits()) > first)
  await waitFor('Postgres alone to be down', async () => {
    const scraped = await scrape(dashboard)
    const up = (engine: string, is: 0 | 1) =>
      new RegExp(`rollcall_dependency_up\\{dependency="${engine}",.*\\} ${is}`).test(scraped)
    return up('postgres', 0) && up('kafka', 1)
  })
  await waitFor('no old numbers', async () => value(await scrape(dashboard), 'rollcall_people_inside') === undefined)

  postgres.resume()
  await waitFor('nothing to wait', async () => (await waits()) === 0)
  expect(await storedEvents(system.pool, 2)).toHaveLength(1)
  expect(missed).toEqual([])
})
