import { fileURLToPath } from 'node:url'
import { fold } from '@rollcall/domain'
import { type Answer, checkIn } from '../support/client.ts'
import { storedEvents, userDay } from '../support/day-rows.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

const CRASH = fileURLToPath(new URL('../support/crash.mjs', import.meta.url))

let system: System
let survivor: ServiceProcess

beforeAll(async () => {
  system = await System.create()
  survivor = await system.start('attendance-service')
  await system.start('dashboard-service')
})
afterAll(() => system.close())

let nextUser = 100
const points = ['look', 'publish', 'mark'] as const
const afterwards = {
  'the client tries again': (userId: number, at: number) => ({ userId, type: 'checkin', timestamp: at }) as const,
  'the next is a check-in': (userId: number, at: number) => ({ userId, type: 'checkin', timestamp: at + 500 }) as const,
  'the next is a check-out': (userId: number, at: number) =>
    ({ userId, type: 'checkout', timestamp: at + 500 }) as const,
}

describe.each(points)('an instance killed after %s', (point) => {
  test.each(Object.entries(afterwards))('%s: the day is what the acknowledged answers say', async (_name, next) => {
    const userId = nextUser++
    const at = Date.now() - 1_000
    const doomed = await system.start('attendance-service', {
      preload: CRASH,
      env: { CRASH_POINT: point, CRASH_USER: String(userId) },
    })
    const told = await checkIn(doomed, system.deviceKey, { userId, type: 'checkin', timestamp: at }).catch(() => null)
    // Nobody waits for the mark. Before that there is no answer: the client does not know what became of it.
    if (point === 'mark') expect(told?.status).toBe(201)
    else expect(told).toBeNull()
    await doomed.ended()

    const answer: Answer = await checkIn(survivor, system.deviceKey, next(userId, at))
    expect([200, 201]).toContain(answer.status)

    // Published before the crash, or by the second request: stored. Never published and never asked again: not stored.
    const published = point !== 'look' || answer.body.id === `${userId}-i${at}`
    const expected = new Set([...(published ? [`${userId}-i${at}`] : []), answer.body.id])
    await waitFor(
      'the records to be stored',
      async () => (await userDay(system.pool, userId))?.events === expected.size,
    )
    const events = await storedEvents(system.pool, userId)
    expect(new Set(events.map((event) => event.id))).toEqual(expected)
    const day = fold(
      events.map((event) => ({ ...event, temperature: null })),
      [],
      { lateAfter: Number.POSITIVE_INFINITY, closesAt: 0, closed: false },
    )
    const stored = await userDay(system.pool, userId)
    expect(stored).toMatchObject({ came: day.came, insideMs: day.insideMs })
    expect(stored.insideSince?.getTime() ?? null).toBe(day.insideSince)
  })
})
