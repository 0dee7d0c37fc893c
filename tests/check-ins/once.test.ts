import { type Answer, type CheckInBody, checkIn } from '../support/client.ts'
import { counters, storedEvents, userDay } from '../support/day-rows.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

let system: System
let edges: ServiceProcess[]

beforeAll(async () => {
  system = await System.create()
  edges = await Promise.all([
    system.start('attendance-service'),
    system.start('attendance-service'),
    system.start('dashboard-service'),
  ])
  edges.pop()
})
afterAll(() => system.close())

const atOnce = (bodies: CheckInBody[]): Promise<Answer[]> =>
  Promise.all(bodies.map((body, index) => checkIn(edges[index % 2] as ServiceProcess, system.deviceKey, body)))

test('1,000 equal check-ins at once, over two instances, are one', async () => {
  const before = await counters(system.pool)
  const body = { userId: 1, type: 'checkin', timestamp: Date.now() } as const
  const answers = await atOnce(Array.from({ length: 1_000 }, () => body))

  expect(new Set(answers.map((answer) => answer.body.id))).toEqual(new Set([`1-i${body.timestamp}`]))
  for (const { status, body: told } of answers) {
    expect([200, 201]).toContain(status)
    expect(told.duplicate).toBe(status === 200)
  }
  expect(answers.some((answer) => answer.status === 201)).toBe(true)

  await waitFor('the day', () => userDay(system.pool, 1))
  expect(await storedEvents(system.pool, 1)).toHaveLength(1)
  const after = await counters(system.pool)
  expect({
    came: after.came - before.came,
    inside: after.inside - before.inside,
    events: after.events - before.events,
  }).toEqual({
    came: 1,
    inside: 1,
    events: 1,
  })
})

test('1,000 readings of one person within 3 s count once, and few of them are recorded', async () => {
  const before = await counters(system.pool)
  const start = Date.now() - 3_000
  const answers = await atOnce(
    Array.from({ length: 1_000 }, (_, index) => ({ userId: 2, type: 'checkin', timestamp: start + 3 * index })),
  )
  const recorded = new Set(answers.filter((answer) => answer.status === 201).map((answer) => answer.body.id))
  const stored = await waitFor('everything recorded to be stored', async () => {
    const events = await storedEvents(system.pool, 2)
    return events.length >= recorded.size && events
  })
  expect(new Set(stored.map((event) => event.id))).toEqual(recorded)
  for (const answer of answers.filter((each) => each.status === 200)) expect(recorded).toContain(answer.body.id)
  // What arrives before an earlier reading is recorded too: the first of the day decides who was late.
  expect(recorded.size).toBeLessThan(300)
  await waitFor('the day to be complete', async () => (await userDay(system.pool, 2))?.events === recorded.size)
  expect(await userDay(system.pool, 2)).toMatchObject({ came: true, insideMs: 0 })
  expect((await counters(system.pool)).came - before.came).toBe(1)
})

test('a second reading with a fever is stored, and raises the temperature of the day', async () => {
  const at = Date.now() - 1_000
  const reading = (timestamp: number, temperature: number) =>
    checkIn(edges[0] as ServiceProcess, system.deviceKey, { userId: 3, type: 'checkin', timestamp, temperature })
  expect(await reading(at, 36.6)).toMatchObject({ status: 201 })
  expect(await reading(at + 100, 37.9)).toMatchObject({ status: 200, body: { id: `3-i${at}`, duplicate: true } })
  expect(await reading(at + 200, 38.4)).toMatchObject({ status: 201 })
  const day = await waitFor('the reading', async () => {
    const found = await userDay(system.pool, 3)
    return found?.events === 2 && found
  })
  expect(day).toMatchObject({ came: true, highestTemperature: 38.4, flags: expect.arrayContaining(['repeat']) })
  expect(await counters(system.pool)).toMatchObject({ fevers: 1 })
})

test('in, out, in, out by two instances in turn: four events, the right minutes, each repeat is a duplicate of its own', async () => {
  const start = Date.now() - 8 * 60_000
  const steps = (['checkin', 'checkout', 'checkin', 'checkout'] as const).map((type, index) => ({
    userId: 4,
    type,
    timestamp: start + index * 2 * 60_000,
  }))
  for (const [index, body] of steps.entries()) {
    const first = await checkIn(edges[index % 2] as ServiceProcess, system.deviceKey, body)
    expect(first).toMatchObject({ status: 201, body: { duplicate: false } })
    const again = await checkIn(edges[(index + 1) % 2] as ServiceProcess, system.deviceKey, body)
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id, duplicate: true } })
  }
  const day = await waitFor('four events', async () => {
    const found = await userDay(system.pool, 4)
    return found?.events === 4 && found
  })
  expect(day).toMatchObject({ insideMs: 4 * 60_000, insideSince: null })
  expect(await storedEvents(system.pool, 4)).toHaveLength(4)
})
