import { type AccessStage, accessStage } from '../../../tests/support/access-stage.ts'

let stage: AccessStage
let district: Record<string, string>
let school: Record<string, string>
beforeAll(async () => {
  stage = await accessStage()
  district = await stage.key('api', null)
  await stage.admin('sam@example.org', 'school', [1])
  school = await stage.session('sam@example.org')
})
afterAll(() => stage.close())

type Headers = Record<string, string>
const get = (path: string, headers: Headers) => stage.ask(path, { headers })
const create = (headers: Headers, body: unknown) => stage.ask('/api/keys', { method: 'POST', headers, body })
const revoke = (id: number, headers: Headers) => stage.ask(`/api/keys/${id}`, { method: 'DELETE', headers })
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
const ids = ({ body }: { body: { data: { id: number }[] } }) => body.data.map(({ id }) => id)

test('a key is made, works, is listed without its secret, is revoked and worth nothing then', async () => {
  const said = await create(district, { key: { kind: 'api', name: ' Reports ', schoolId: 2 } })
  expect(said.status).toBe(201)
  expect(said.headers.get('cache-control')).toBe('no-store')
  const { id, secret, ...key } = said.body.data
  expect(key).toMatchObject({ kind: 'api', name: 'Reports', schoolId: 2, limitPerSecond: null, revokedAt: null })
  expect((await get('/api/me', bearer(secret))).body.data).toMatchObject({ kind: 'token', id, schools: [2] })
  const listed = await get('/api/keys', district)
  expect(ids(listed)).toContain(id)
  expect(JSON.stringify(listed.body)).not.toMatch(/secret|hash|rollcall_/)
  expect((await revoke(id, district)).status).toBe(204)
  expect((await get('/api/me', bearer(secret))).status).toBe(401)
  expect((await get(`/api/keys/${id}`, district)).body.data.revokedAt).not.toBeNull()
  expect((await revoke(id, district)).status).toBe(204)
  const { rows } = await stage.pool.query(
    `SELECT action, caller_kind AS kind, school_id AS "schoolId" FROM access.audit_log WHERE subject_id = $1 ORDER BY id`,
    [id],
  )
  const line = { kind: 'token', schoolId: 2 }
  expect(rows).toEqual([
    { action: 'key.create', ...line },
    { action: 'key.revoke', ...line },
  ])
})

test.each([
  [{ kind: 'device' }, 50],
  [{ kind: 'kiosk', limitPerSecond: 7 }, 7],
  [{ kind: 'device', limitPerSecond: null }, null],
  [{ kind: 'api' }, null],
])('%j has its limit', async (wanted, limit) => {
  const said = await create(district, { name: 'x', schoolId: null, ...wanted })
  expect(said.body.data.limitPerSecond).toBe(limit)
})

test.each([
  ['kind', { kind: 'phone' }],
  ['name', { name: ' ' }],
  ['name', { name: 'x'.repeat(201) }],
  ['schoolId', { schoolId: '1; DROP TABLE access.tokens' }],
  ['schoolId', { schoolId: undefined }],
  ['limitPerSecond', { limitPerSecond: 0 }],
  ['limitPerSecond', { limitPerSecond: 1e12 }],
])('a wrong %s is told', async (field, wrong) => {
  const said = await create(district, { kind: 'device', name: 'x', schoolId: 1, ...wrong })
  expect([said.status, said.body.errors[0].field]).toEqual([400, field])
})

test('there is no key for a school that is not there', async () => {
  expect((await create(district, { kind: 'device', name: 'x', schoolId: 99 })).status).toBe(422)
})

test('an admin of a school has to do with its keys only', async () => {
  const mine = (await create(school, { kind: 'device', name: 'x', schoolId: 1 })).body.data.id
  const others = [2, null].map(
    async (schoolId) => (await create(district, { kind: 'device', name: 'x', schoolId })).body,
  )
  const listed = ids(await get('/api/keys?limit=1000', school))
  expect(listed).toContain(mine)
  for (const { data } of await Promise.all(others)) {
    expect(listed).not.toContain(data.id)
    expect((await get(`/api/keys/${data.id}`, school)).status).toBe(404)
    expect((await revoke(data.id, school)).status).toBe(404)
    expect((await create(school, { kind: 'device', name: 'x', schoolId: data.schoolId })).status).toBe(403)
  }
  expect((await create(school, { kind: 'device', name: 'x', schoolId: 99 })).status).toBe(403)
  expect((await revoke(mine, school)).status).toBe(204)
})

test('page by page', async () => {
  const all = ids(await get('/api/keys?limit=1000', district))
  const paged: number[] = []
  for (let cursor = ''; ; ) {
    const page = await get(`/api/keys?limit=2${cursor}`, district)
    paged.push(...ids(page))
    if (page.body.next === null) break
    cursor = `&cursor=${page.body.next}`
  }
  expect(paged).toEqual(all)
  expect((await get('/api/keys?cursor=x', district)).status).toBe(400)
  expect(ids(await get('/api/keys?kind=kiosk', district))).toHaveLength(1)
})

test('devices learn nothing', async () => {
  const device = await stage.key('device', null)
  for (const path of ['/api/me', '/api/keys', '/api/admins', '/api/audit'])
    expect((await get(path, device)).status).toBe(403)
})

test('a list is of those that are good still, newest first, where one asks for that', async () => {
  const [first, second] = [
    await create(school, { kind: 'kiosk', name: 'a', schoolId: 1 }),
    await create(school, { kind: 'kiosk', name: 'b', schoolId: 1 }),
  ]
  await revoke(first.body.data.id, school)
  const good = ids(await get('/api/keys?revoked=false&sort=-id', school))
  expect(good[0]).toBe(second.body.data.id)
  expect(good).toEqual(good.toSorted((a, b) => b - a))
  expect(good).not.toContain(first.body.data.id)
  expect(ids(await get('/api/keys?revoked=true', school))).toContain(first.body.data.id)
  const page = await get('/api/keys?sort=-id&limit=1', school)
  const next = await get(`/api/keys?sort=-id&limit=1&cursor=${page.body.next}`, school)
  expect([...ids(page), ...ids(next)]).toEqual([second.body.data.id, first.body.data.id])
  expect((await get('/api/keys?sort=name', school)).status).toBe(400)
})
