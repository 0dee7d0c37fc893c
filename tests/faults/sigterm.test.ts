import { type Answer, checkIn } from '../support/client.ts'
import { storedEvents } from '../support/day-rows.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

let system: System

beforeAll(async () => {
  system = await System.create()
  await system.start('dashboard-service')
})
afterAll(() => system.close())

interface Sent {
  readonly at: number
  readonly answer?: Answer
}

/** Clients that send one check-in after the other until the service takes no more connections. */
async function sendUntilClosed(edge: ServiceProcess, clients: number, sent: Sent[]): Promise<void> {
  let userId = 0
  const client = async () => {
    for (;;) {
      const at = performance.now()
      const answer = await checkIn(edge, system.deviceKey, {
        userId: (userId++ % 2_000) + 1,
        type: 'checkin',
        timestamp: Date.now(),
      }).catch(() => undefined)
      sent.push(answer ? { at, answer } : { at })
      if (!answer) return
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
}

test('SIGTERM under load: every request under way is answered, exit code 0 within 10 s, nothing acknowledged is lost', async () => {
  const edge = await system.start('attendance-service')
  const sent: Sent[] = []
  const clients = sendUntilClosed(edge, 50, sent)
  await waitFor('traffic', () => sent.length > 1_000)

  const signal = performance.now()
  expect(await edge.stop()).toBe(0)
  expect(performance.now() - signal).toBeLessThan(10_000)
  await clients

  const early = sent.filter((each) => each.at < signal)
  expect(early.filter((each) => !each.answer)).toEqual([])
  const acknowledged = sent.flatMap(({ answer }) => (answer && answer.status < 300 ? [answer.body.id as string] : []))
  expect(sent.every(({ answer }) => !answer || answer.status < 300)).toBe(true)
  await waitFor('all of it to be stored', async () => {
    const stored = new Set((await storedEvents(system.pool)).map((event) => event.id))
    return acknowledged.every((id) => stored.has(id))
  })
})

test('every service ends with exit code 0 at SIGTERM, also twice in a row', async () => {
  for (const name of ['attendance-service', 'dashboard-service', 'tasks'] as const) {
    const service = await system.start(name)
    expect({ name, code: await service.stop() }).toEqual({ name, code: 0 })
    await service.start()
    expect({ name, code: await service.stop() }).toEqual({ name, code: 0 })
  }
})
