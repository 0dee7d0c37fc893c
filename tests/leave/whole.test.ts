import { createApp, type ListeningServer, listen } from '@rollcall/platform'
import { DEMO_LEAVES_PATH } from '../../scripts/src/hr-simulator/demo-hr.ts'
import { HrSimulator } from '../../scripts/src/hr-simulator/hr-simulator.ts'
import { LivingCompany } from '../../scripts/src/hr-simulator/living-company.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

let system: System
let simulator: HrSimulator
let server: ListeningServer
let dashboard: ServiceProcess
const TOKEN = 'a-token'

beforeAll(async () => {
  system = await System.create({ schools: 2, peopleEach: 50 })
  await system.pool.query(`UPDATE roster.users SET kind = 'teacher', external_id = 'DEMO-' || id`)
  const employees = Array.from({ length: 60 }, (_, index) => ({
    ...{ empId: `DEMO-${index + 1}`, firstName: 'First', lastName: `Last ${index}`, isTeacher: index % 2 === 0 },
    email: `e${index}@example.org`,
  }))
  simulator = new HrSimulator(new LivingCompany(7, employees, Date.now()), TOKEN)
  server = await listen(createApp().use(simulator.app), 0)
  const env = { HR_URL: `http://127.0.0.1:${server.port}${DEMO_LEAVES_PATH}`, HR_TOKEN: TOKEN }
  ;[dashboard] = await Promise.all([
    system.start('dashboard-service', { env }),
    system.start('tasks', { env }),
    system.start('tasks', { env }),
  ])
})
afterAll(async () => {
  await system.close()
  await server.close().catch(() => {})
})

interface Body {
  readonly data: { readonly length: number; readonly leaves: number; readonly changedAt: string }
}
const get = async (path: string) => {
  const answer = await fetch(dashboard.url + path, { headers: { authorization: `Bearer ${system.apiToken}` } })
  return { status: answer.status, body: (await answer.json()) as Body }
}
const status = async () => (await get('/api/leave/status')).body.data

test('leave comes in on request and by the clock, is stored once by two copies, and stays when the HR system is gone', async () => {
  const success = { success: 'Leave Data Inserted Successfully!' }
  const asked = await Promise.all([1, 2, 3].map(() => get('/insert_leave_info')))
  expect(asked).toEqual(asked.map(() => ({ status: 200, body: success })))
  const posted = async () => {
    const init = { method: 'POST', headers: { authorization: `Bearer ${system.apiToken}` } }
    const answer = await fetch(`${dashboard.url}/api/leave/sync`, init)
    return { status: answer.status, body: (await answer.json()) as Body }
  }
  const both = await Promise.all([posted(), posted()])
  expect(both.map(({ status, body }) => [status, body.data.leaves > 500])).toEqual([
    [200, true],
    [200, true],
  ])
  const info = await get('/leave_info?startDate=2020-01-01&endDate=2040-01-01')
  const first = await status()
  expect(first).toMatchObject({ isFresh: true, lastFailure: null, employees: 60, rejected: 0 })
  expect(first.leaves).toBe(info.body.data.length)
  expect(first.leaves).toBeGreaterThan(500)

  const { rows } = await system.pool.query(
    `SELECT count(*) AS days, count(DISTINCT user_id) AS people FROM attendance.excused_days`,
  )
  expect(rows[0].people).toBeGreaterThan(30)

  // A year later much has happened; what is decided meanwhile is excused.
  simulator.daysAhead = 200
  expect((await get('/insert_leave_info')).body).toEqual(success)
  expect((await status()).changedAt > first.changedAt).toBe(true)

  const before = (await status()).leaves
  await server.close()
  await waitFor('the failure to be noticed', async () => {
    const answer = await get('/insert_leave_info')
    return answer.status === 504
  })
  expect(await status()).toMatchObject({ leaves: before, lastFailure: { kind: 'unreachable' } })
  expect((await get('/leave_info')).status).toBe(504)
  expect((await posted()).status).toBe(504)
  const overlap = await system.pool.query(
    `SELECT count(*) AS n FROM operations.task_runs a JOIN operations.task_runs b ON a.task = b.task AND a.id < b.id
     AND a.started_at < b.ended_at AND b.started_at < a.ended_at WHERE a.task = 'sync-leave'`,
  )
  expect(overlap.rows[0].n).toBe(0)
})

test('there is no HR system, no leave, and no harm', async () => {
  const bare = await system.start('dashboard-service')
  const answer = await fetch(`${bare.url}/insert_leave_info`, {
    headers: { authorization: `Bearer ${system.apiToken}` },
  })
  expect(answer.status).toBe(503)
})
