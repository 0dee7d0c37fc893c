import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { connectRedis, createLogger, quitRedis, type Redis } from '@rollcall/platform'
import { sharedEngines, zoneWhereItIsNoon } from '../../../tests/support/system.ts'
import { waitFor } from '../../../tests/support/wait-for.ts'
import { LiveNotice } from '../intake/live-notice.ts'
import { Scopes } from '../reports/scope.ts'
import { Stage } from '../testing/stage.ts'
import { LiveHub } from './live-hub.ts'
import { liveRoutes } from './live-routes.ts'
import { LiveSnapshots } from './live-snapshots.ts'

const log = createLogger('test', 'silent')
let stage: Stage
let subscriber: Redis
let hub: LiveHub

beforeEach(async () => {
  subscriber = connectRedis(sharedEngines().redis, log)
  stage = await Stage.create(
    [
      { id: 1, timeZone: zoneWhereItIsNoon() },
      { id: 2, timeZone: zoneWhereItIsNoon() },
    ],
    ({ pool, names }) => {
      hub = new LiveHub({ snapshots: new LiveSnapshots(pool), subscriber, names, log })
      hub.start()
      return liveRoutes(hub, new Scopes(pool))
    },
  )
})
afterEach(async () => {
  hub.stop()
  await stage.close()
  await quitRedis(subscriber)
})

interface Event {
  readonly id: string
  // biome-ignore lint/suspicious/noExplicitAny: the body of an event is what the test looks at
  readonly data: any
}

/** Reads a stream until it ends. Not by fetch, which opens connections ahead and leaves them open. */
async function stream(who: string, path: string, lastEventId?: string) {
  const headers = { authorization: who, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) }
  const request = get(stage.url + path, { headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const events: Event[] = []
  const state = { status: response.statusCode, events, ended: false, close: () => request.destroy() }
  let text = ''
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    text += chunk
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) {
      const [, id, data] = /^id: (.*)\nevent: attendance\ndata: (.*)$/.exec(part) ?? []
      if (id && data) events.push({ id, data: JSON.parse(data) })
    }
  })
  response.on('error', () => {})
  response.on('close', () => {
    state.ended = true
  })
  return state
}

const arrive = async (userId: number, ago = 1_000) => {
  const { ledger, redis, names } = stage.parts
  const { days } = await ledger.apply([stage.record(userId, 'checkin', Date.now() - ago)])
  new LiveNotice(redis, names, log).publish(days)
}

test('a stream tells how things stand, then what changes, to those who may see it', async () => {
  await arrive(1, 2_000)
  const school = await stream('school1', '/api/live/schools/1')
  const district = await stream('district', '/api/live/district')
  const other = await stream('school2', '/api/live/district')
  await waitFor('the first event', () => school.events.length === 1 && district.events.length === 1)
  expect(school.events[0]?.data).toMatchObject({ came: 1, inside: 1, arrivals: [{ userId: 1, name: 'Person 1' }] })
  await arrive(2)
  await waitFor('the news', () => school.events.length === 2 && district.events.length === 2)
  expect(school.events[1]?.data).toMatchObject({ came: 2, arrivals: [{ userId: 2 }, { userId: 1 }] })
  expect(other.events.map(({ data }) => [data.came, data.arrivals.length])).toEqual([[0, 0]])
  expect((await stage.get('school2', '/api/live/schools/1')).status).toBe(404)
  expect((await stage.get('operator', '/api/live/district')).status).toBe(403)
  for (const each of [school, district, other]) each.close()
  await waitFor('nobody to be listening', () => hub.listeners === 0)
})

test('a rush is told a few times, and the last word is right', async () => {
  const { events, close } = await stream('school1', '/api/live/schools/1')
  const start = performance.now()
  for (let id = 1; id <= 20; id++) await arrive(id)
  await waitFor('all of it', () => events.at(-1)?.data.came === 20)
  const beats = Math.ceil((performance.now() - start) / 500)
  expect(events.length).toBeLessThanOrEqual(beats + 2)
  close()
})

test('who comes back is told what has changed since, and nothing when nothing has', async () => {
  await arrive(1)
  const first = await stream('school1', '/api/live/schools/1')
  await waitFor('the first event', () => first.events.length === 1)
  first.close()
  const seen = first.events[0]?.id
  const same = await stream('school1', '/api/live/schools/1', seen)
  await arrive(2)
  await waitFor('the news', () => same.events.length === 1)
  expect(same.events[0]?.data.came).toBe(2)
  const late = await stream('school1', '/api/live/schools/1', seen)
  await waitFor('what was missed', () => late.events.length === 1)
  expect(late.events[0]?.data.came).toBe(2)
  for (const each of [same, late]) each.close()
})

test('stopping ends the streams, so that nobody waits for them', async () => {
  const { status, ...listening } = await stream('viewer', '/api/live/district')
  expect(status).toBe(200)
  const state = await stream('viewer', '/api/live/district')
  hub.stop()
  await waitFor('the end', () => state.ended)
  listening.close()
})
