import { hashPassword, SESSION_COOKIE } from '@rollcall/platform'
import type { ServiceName, ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

const PASSWORD = 'a long sentence is good'
let system: System
let schoolToken: string
const services = {} as Record<ServiceName, ServiceProcess>
beforeAll(async () => {
  system = await System.create({ schools: 2, peopleEach: 5 })
  const hash = await hashPassword(PASSWORD)
  await system.pool.query(
    `INSERT INTO access.admins (email, name, role, password_hash) VALUES
       ('dora@example.org', 'Dora', 'district', $1), ('otto@example.org', 'Otto', 'operator', $1),
       ('vera@example.org', 'Vera', 'viewer', $1)`,
    [hash],
  )
  schoolToken = await system.key('api', 1)
  const names: ServiceName[] = ['attendance-service', 'dashboard-service', 'tasks']
  await Promise.all(
    names.map(async (name) => {
      services[name] = await system.start(name)
    }),
  )
})
afterAll(() => system.close())

const get = async (name: ServiceName, path: string, headers: Record<string, string> = {}) =>
  (await fetch(services[name].url + path, { headers })).status
async function session(email: string): Promise<{ cookie: string; origin: string }> {
  const { url } = services['dashboard-service']
  const answer = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  })
  expect(answer.status).toBe(204)
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';')
  expect(cookie).toContain(SESSION_COOKIE)
  return { cookie, origin: url }
}

test.each(['attendance-service', 'dashboard-service', 'tasks'] as const)(
  '%s tells its insides to operators and to API tokens of the district',
  async (name) => {
    for (const path of ['/metrics', '/health/detail']) {
      expect(await get(name, path)).toBe(401)
      expect(await get(name, path, { authorization: `Bearer ${system.deviceKey}` })).toBe(403)
      expect(await get(name, path, await session('vera@example.org'))).toBe(403)
      // An engine that answers too late on a busy machine is told as one that is down.
      const otto = await session('otto@example.org')
      await waitFor('all to be up', async () => (await get(name, path, otto)) === 200)
      const program = { authorization: `Bearer ${system.apiToken}` }
      await waitFor('all to be up', async () => (await get(name, path, program)) === 200)
      // Their numbers are those of all schools.
      expect(await get(name, path, { authorization: `Bearer ${schoolToken}` })).toBe(403)
    }
  },
)

test('who signs out is signed out of every service at once', async () => {
  const headers = await session('otto@example.org')
  const seen = () =>
    Promise.all((['attendance-service', 'tasks'] as const).map((name) => get(name, '/metrics', headers)))
  expect(await seen()).toEqual([200, 200])
  await fetch(`${services['dashboard-service'].url}/api/sign-out`, { method: 'POST', headers })
  expect(await seen()).toEqual([401, 401])
})

test('pictures are shown to people who may see who came', async () => {
  const id = `${'0'.repeat(64)}.png`
  const edge = 'attendance-service'
  expect(await get(edge, `/images/${id}`)).toBe(401)
  expect(await get(edge, `/images/${id}`, await session('otto@example.org'))).toBe(403)
  expect(await get(edge, `/images/${id}`, await session('vera@example.org'))).toBe(404)
})

test('a key made and revoked over HTTP is told to the other services', async () => {
  const headers = { 'content-type': 'application/json', ...(await session('dora@example.org')) }
  const body = JSON.stringify({ kind: 'device', name: 'Front gate', schoolId: 1 })
  const { url } = services['dashboard-service']
  const answer = await fetch(`${url}/api/keys`, { method: 'POST', headers, body })
  const { data } = (await answer.json()) as { data: { id: number; secret: string } }
  const checkIn = async () => {
    const sent = await fetch(`${services['attendance-service'].url}/attendances`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${data.secret}` },
      body: JSON.stringify({ userId: 1, type: 'checkin', timestamp: Date.now() }),
    })
    return sent.status
  }
  await waitFor('the key to be taken', async () => [200, 201].includes(await checkIn()))
  expect((await fetch(`${url}/api/keys/${data.id}`, { method: 'DELETE', headers })).status).toBe(204)
  await waitFor('the key to be refused', async () => (await checkIn()) === 401)
})
