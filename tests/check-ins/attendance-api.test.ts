import { checkIn, get, post } from '../support/client.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

let system: System
let dashboard: ServiceProcess
let edge: ServiceProcess

beforeAll(async () => {
  system = await System.create({ peopleEach: 10 })
  // System's people have school on weekdays; this test may run on any.
  await system.pool.query(`INSERT INTO roster.calendars SELECT id, '{1,2,3,4,5,6,7}' FROM roster.schools`)
  edge = await system.start('attendance-service')
  dashboard = await system.start('dashboard-service', { env: { ATTENDANCE_URL: edge.url } })
})
afterAll(() => system.close())

const figures = async () =>
  (await get(`${dashboard.url}/api/attendances/aggregate/school/1`, system.apiToken)).body.data

test('at one address: recorded, counted, made void, recorded again; the totals agree all the way', async () => {
  const at = Date.now() - 60_000
  const record = (timestamp: number) =>
    post(`${dashboard.url}/api/attendances`, system.deviceKey, { userId: 1, type: 'checkin', timestamp })
  const { status, body } = await record(at)
  expect(status).toBe(201)
  const counted = await waitFor('the check-in to be counted', async () => {
    const now = await figures()
    return now.insideNow === 1 && now
  })
  expect(counted).toMatchObject({ enrolled: 10, present: 1, notRecorded: 9, absent: 0 })
  expect((await record(at + 1_000)).body).toMatchObject({ id: body.id, duplicate: true })

  const url = `${dashboard.url}/api/attendances/${body.id}?reason=wrong%20card`
  const headers = { authorization: `Bearer ${system.apiToken}` }
  expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(200)
  expect(await figures()).toMatchObject({ enrolled: 10, present: 0, notRecorded: 10, insideNow: 0 })

  expect((await record(at + 2_000)).status).toBe(201)
  await waitFor('the second check-in to be counted', async () => (await figures()).insideNow === 1)
  expect(await figures()).toMatchObject({ present: 1, notRecorded: 9 })
  expect((await get(`${dashboard.url}/api/reports/inside?school=1`, system.apiToken)).body).toMatchObject({
    total: 1,
    data: [{ userId: 1 }],
  })
})

test('the path of the attendance API takes what the other one takes', async () => {
  const timestamp = Date.now() - 60_000
  const direct = await checkIn(edge, system.deviceKey, { userId: 2, type: 'checkin', timestamp })
  const again = await post(`${edge.url}/api/attendances`, system.deviceKey, { userId: 2, type: 'checkin', timestamp })
  expect([direct.status, again.status, again.body.id]).toEqual([201, 200, direct.body.id])
  expect((await get(`${dashboard.url}/api/attendances?user=2`, system.apiToken)).status).toBe(200)
})
