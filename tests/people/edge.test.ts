import { addDays, TimeZoneDays } from '@rollcall/domain'
import { connectRedis, createLogger, quitRedis } from '@rollcall/platform'
import { checkIn, post } from '../support/client.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

const ZONE = 'Asia/Tokyo'
const today = new TimeZoneDays(ZONE).dayAt(Date.now()).date

let system: System
let edge: ServiceProcess
let dashboard: ServiceProcess
beforeAll(async () => {
  system = await System.create({ schools: 2, peopleEach: 10, timeZones: [ZONE] })
  ;[edge, dashboard] = await Promise.all([system.start('attendance-service'), system.start('dashboard-service')])
})
afterAll(() => system.close())

const api = async (method: string, path: string, body: unknown) => {
  const answer = await fetch(dashboard.url + path, {
    method,
    headers: { authorization: `Bearer ${system.apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as { data: { nextTimeZone?: { from: string } } } }
}
const comes = (userId: number, schoolId?: number) =>
  checkIn(edge, system.deviceKey, {
    userId,
    type: 'checkin',
    timestamp: Date.now(),
    ...(schoolId !== undefined && { schoolId }),
  })

test('a new person of a new school checks in as soon as they are there', async () => {
  const school = await post(`${dashboard.url}/api/schools`, system.apiToken, { name: 'New', timeZone: ZONE })
  const user = await post(`${dashboard.url}/api/users`, system.apiToken, {
    user: { name: 'Asha', schoolId: school.body.data.id },
  })
  expect(user.status).toBe(201)
  expect(await comes(user.body.data.id)).toMatchObject({ status: 201, body: { schoolId: school.body.data.id } })
})

test('every change is told at once by a notice', async () => {
  const redis = connectRedis(system.engines.redis, createLogger('test', 'silent'))
  const told: string[] = []
  await redis.subscribe(system.names.key('changes'))
  redis.on('message', (channel) => told.push(channel))
  const calls = [
    () => api('PATCH', '/api/users/5', { name: 'Five' }),
    () => api('PATCH', '/api/schools/1', { name: 'One' }),
    () =>
      fetch(`${dashboard.url}/api/imports?kind=people&wait=true`, {
        method: 'POST',
        headers: { authorization: `Bearer ${system.apiToken}`, 'content-type': 'text/csv' },
        body: 'name,school_id\nImported,1\n',
      }),
  ]
  for (const [index, call] of calls.entries()) {
    expect((await call()).status).toBe(200)
    await waitFor('a notice', () => told.length > index)
  }
  await quitRedis(redis)
})

test('a change whose notice is lost is found all the same', async () => {
  expect((await comes(7)).status).toBe(201)
  // By hand in the database: nobody says anything.
  await system.pool.query(`UPDATE roster.enrolments SET to_date = $1 WHERE user_id = 7`, [addDays(today, -1)])
  await waitFor('the edge to know', async () => (await comes(7)).status === 422)
})

test('who moves is enrolled in each school for their days', async () => {
  const moved = await api('PATCH', '/api/users/8', { schoolId: 2, from: addDays(today, 3) })
  expect(moved.body.data).toMatchObject({ schoolId: 1, move: { schoolId: 2 } })
  expect(await comes(8, 1)).toMatchObject({ status: 201, body: { schoolId: 1 } })
  expect((await comes(8, 2)).status).toBe(422)
  // As if the days had passed.
  await system.pool.query(
    `UPDATE roster.enrolments SET from_date = greatest(from_date - 3, '2020-01-01'), to_date = to_date - 3 WHERE user_id = 8`,
  )
  await waitFor('the edge to know', async () => (await comes(8, 2)).status < 300)
  expect((await comes(8, 1)).status).toBe(422)
  const yesterday = new TimeZoneDays(ZONE).day(addDays(today, -1)).startsAt + 3_600_000 * 9
  const late = await checkIn(edge, system.deviceKey, { userId: 8, type: 'checkin', timestamp: yesterday, schoolId: 1 })
  expect(late).toMatchObject({ status: 201, body: { localDate: addDays(today, -1) } })
})

test('a date keeps its zone when the time zone changes', async () => {
  const inNewZone = await api('PATCH', '/api/schools/2', { timeZone: 'America/Los_Angeles' })
  const from = inNewZone.body.data.nextTimeZone?.from
  // As if the day had come; the task has not been there yet.
  await system.pool.query(`UPDATE roster.school_zones SET from_date = $1 WHERE from_date = $2`, [
    addDays(today, -2),
    from,
  ])
  const losAngeles = new TimeZoneDays('America/Los_Angeles')
  // Still the date before in Los Angeles, three dates ago the date of Tokyo.
  const before = new TimeZoneDays(ZONE).day(addDays(today, -4)).startsAt + 3_600_000
  // Late enough to be the next date in Tokyo already.
  const after = losAngeles.day(addDays(today, -2)).startsAt + 20 * 3_600_000
  await waitFor('the edge to know', async () => {
    const answer = await checkIn(edge, system.deviceKey, { userId: 15, type: 'checkin', timestamp: after })
    return answer.body.localDate === addDays(today, -2)
  })
  const answer = await checkIn(edge, system.deviceKey, { userId: 16, type: 'checkin', timestamp: before })
  expect(answer.body.localDate).toBe(addDays(today, -4))
})
