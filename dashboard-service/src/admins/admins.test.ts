import { type AccessStage, accessStage, PASSWORD } from '../../../tests/support/access-stage.ts'

let stage: AccessStage
let district: Record<string, string>
let school: Record<string, string>
beforeAll(async () => {
  stage = await accessStage()
  await stage.admin('dora@example.org', 'district')
  await stage.admin('sam@example.org', 'school', [1, 2])
  district = await stage.session('dora@example.org')
  school = await stage.session('sam@example.org')
})
afterAll(() => stage.close())

type Headers = Record<string, string>
const get = (path: string, headers: Headers) => stage.ask(path, { headers })
const post = (path: string, headers: Headers, body?: unknown) => stage.ask(path, { method: 'POST', headers, body })
const patch = (id: number, headers: Headers, body: unknown) =>
  stage.ask(`/api/admins/${id}`, { method: 'PATCH', headers, body })
const tokenOf = (path: string) => new URL(path, stage.url).searchParams.get('token') ?? ''
const accept = (path: string, password: string) => post('/api/accept', {}, { token: tokenOf(path), password })
const lines = async (id: number) => {
  const { rows } = await stage.pool.query(
    `SELECT action, caller_name AS "by", school_id AS "schoolId", before, after
     FROM access.audit_log WHERE subject_id = $1 AND action LIKE 'admin.%' ORDER BY id`,
    [id],
  )
  return rows
}

test('somebody is invited, sets a password by the link, once, and signs in; all of it is noted', async () => {
  const wanted = { email: 'Maya@Example.org', name: 'Maya Karki', role: 'school', schools: [2, 1, 2] }
  const said = await post('/api/admins', district, { admin: wanted })
  expect(said.status).toBe(201)
  const { id, link, ...made } = said.body.data
  expect(made).toMatchObject({ email: 'maya@example.org', schools: [1, 2], state: 'invited', version: 1 })
  expect(link.path).toMatch(/^\/app\/accept\?token=[\w-]{43}$/)
  expect((await stage.signIn('maya@example.org')).status).toBe(401)
  expect((await accept(link.path, 'too short')).status).toBe(400)
  expect((await accept(link.path, 'maya@example.org')).status).toBe(400)
  const both = await Promise.all([accept(link.path, PASSWORD), accept(link.path, 'another long sentence')])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 404])
  expect((await accept(link.path, PASSWORD)).status).toBe(404)
  const found = await get(`/api/admins/${id}`, district)
  expect(found.body.data).toMatchObject({ state: 'active', version: 2 })
  expect(found.headers.get('etag')).toBe('"2"')
  const told = await lines(id)
  expect(told.map(({ action, by }) => [action, by])).toEqual([
    ['admin.invite', 'dora@example.org'],
    ['admin.sign-in-failed', 'maya@example.org'],
    ['admin.set-password', 'Maya Karki'],
  ])
  expect(JSON.stringify(told)).not.toContain(tokenOf(link.path))
})

test.each([
  ['is too old', `UPDATE access.password_links SET expires_at = now()`],
  ['is of somebody who was switched off', `UPDATE access.admins SET disabled_at = now() WHERE email LIKE 'late%'`],
])('a link that %s is worth nothing', async (_why, change) => {
  const email = `late${Math.random()}@example.org`
  const { link } = (await post('/api/admins', district, { email, name: 'Late', role: 'viewer' })).body.data
  await stage.pool.query(change)
  expect((await accept(link.path, PASSWORD)).status).toBe(404)
})

test('another link replaces the one before; who has a password is reset by the district alone', async () => {
  const said = await post('/api/admins', school, {
    email: 'vera@example.org',
    name: 'Vera',
    role: 'viewer',
    schools: [1],
  })
  const { id, link } = said.body.data
  const again = await post(`/api/admins/${id}/invitation`, school)
  expect((await accept(link.path, PASSWORD)).status).toBe(404)
  expect((await accept(again.body.data.path, PASSWORD)).status).toBe(200)
  expect((await post(`/api/admins/${id}/invitation`, district)).status).toBe(409)
  expect((await post(`/api/admins/${id}/reset`, school)).status).toBe(403)
  const session = await stage.session('vera@example.org')
  const reset = await post(`/api/admins/${id}/reset`, district)
  expect((await get('/api/me', session)).status).toBe(200)
  expect((await accept(reset.body.data.path, 'some other sentence')).status).toBe(200)
  expect((await get('/api/me', session)).status).toBe(401)
  expect((await stage.signIn('vera@example.org', 'some other sentence')).status).toBe(204)
})

test('one e-mail is one admin', async () => {
  const said = await post('/api/admins', district, { email: 'DORA@example.org', name: 'x', role: 'viewer' })
  expect([said.status, said.body.type]).toEqual([409, 'urn:rollcall:problem:email-taken'])
})

test.each([
  ['a role that is none', { role: 'king' }, 400],
  ['a key’s role', { role: 'api' }, 400],
  ['a school’s admin without a school', { role: 'school', schools: [] }, 400],
  ['a district admin of a school', { role: 'district', schools: [1] }, 400],
  ['a school that is not there', { role: 'school', schools: [99] }, 422],
  ['a name that is too long', { name: 'x'.repeat(201) }, 400],
  ['NUL in a name', { name: 'a\0b' }, 400],
  ['an e-mail that is none', { email: 'x' }, 400],
])('%s can’t be invited', async (_what, change, status) => {
  const body = { email: 'x@example.org', name: 'X', role: 'viewer', ...change }
  expect((await post('/api/admins', district, body)).status).toBe(status)
})

test('names are what people are called', async () => {
  const name = `عائشة ${'李'.repeat(150)} 👩🏽‍🏫`
  const said = await post('/api/admins', district, { email: 'aisha@example.org', name, role: 'viewer' })
  expect(said.body.data.name).toBe(name)
})

describe('an admin of schools', () => {
  test.each([
    ['a district admin', { role: 'district' }],
    ['an operator', { role: 'operator' }],
    ['a viewer of the district', { role: 'viewer', schools: [] }],
    ['an admin of another school', { role: 'school', schools: [3] }],
    ['one of theirs and another', { role: 'viewer', schools: [1, 3] }],
    ['one of a school that is not there', { role: 'viewer', schools: [99] }],
  ])('makes nobody %s, neither by invitation nor later', async (_what, post_) => {
    const invited = await post('/api/admins', school, { email: 'new@example.org', name: 'New', ...post_ })
    expect(invited.status).toBe(403)
    const id = await stage.admin(`own${Math.random()}@example.org`, 'viewer', [1])
    expect((await patch(id, school, { schools: [], ...post_ })).status).toBe(403)
    expect((await get(`/api/admins/${id}`, district)).body.data).toMatchObject({ role: 'viewer', schools: [1] })
  })

  test('neither sees nor touches who is not within their schools', async () => {
    const others: number[] = [
      await stage.admin('third@example.org', 'school', [3]),
      await stage.admin('both@example.org', 'school', [1, 3]),
      await stage.admin('all@example.org', 'viewer'),
      await stage.admin('ops@example.org', 'operator'),
      await stage.admin('dan@example.org', 'district'),
    ]
    const mine = await stage.admin('mine@example.org', 'school', [2])
    const listed = (await get('/api/admins?limit=1000', school)).body.data.map(({ id }: { id: number }) => id)
    expect(listed).toContain(mine)
    for (const id of others) {
      expect(listed).not.toContain(id)
      expect((await get(`/api/admins/${id}`, school)).status).toBe(404)
      expect((await patch(id, school, { off: true })).status).toBe(404)
      expect((await post(`/api/admins/${id}/invitation`, school)).status).toBe(404)
    }
  })

  test('manages those within them', async () => {
    const id = await stage.admin('within@example.org', 'viewer', [1])
    const said = await patch(id, school, { role: 'school', schools: [1, 2], name: 'Within' })
    expect(said.body.data).toMatchObject({ role: 'school', schools: [1, 2], name: 'Within', version: 2 })
    const [line] = await lines(id)
    expect(line).toMatchObject({
      action: 'admin.update',
      by: 'sam@example.org',
      schoolId: null,
      before: { role: 'viewer', schools: [1] },
      after: { role: 'school', schools: [1, 2] },
    })
  })

  test('gives no more by an API token than they have', async () => {
    const body = { kind: 'api', name: 'Own', schoolId: 1 }
    const { secret } = (await post('/api/keys', school, body)).body.data
    const { data } = (await get('/api/me', { authorization: `Bearer ${secret}` })).body
    expect(data).toMatchObject({ kind: 'token', role: 'school', schools: [1] })
    expect(data.rights).not.toContain('operations')
  })
})

test('a viewer and an operator manage nobody', async () => {
  for (const role of ['viewer', 'operator'] as const) {
    await stage.admin(`only-${role}@example.org`, role)
    const headers = await stage.session(`only-${role}@example.org`)
    for (const path of ['/api/admins', '/api/keys', '/api/audit']) expect((await get(path, headers)).status).toBe(403)
  }
})

test('other schools count from the next request on', async () => {
  const id = await stage.admin('mover@example.org', 'school', [1])
  const headers = await stage.session('mover@example.org')
  await patch(id, district, { schools: [2] })
  expect((await get('/api/me', headers)).body.data.schools).toEqual([2])
})

test('two change the same admin at once with If-Match: one wins, the other is told', async () => {
  const id = await stage.admin('fought@example.org', 'viewer', [1])
  const headers = { ...district, 'if-match': '"1"' }
  const said = await Promise.all([patch(id, headers, { name: 'One' }), patch(id, headers, { name: 'Two' })])
  expect(said.map(({ status }) => status).sort()).toEqual([200, 412])
})

test('somebody is switched off and on', async () => {
  const id = await stage.admin('off@example.org', 'viewer')
  const headers = await stage.session('off@example.org')
  expect((await patch(id, district, { off: true })).body.data.state).toBe('off')
  expect((await get('/api/me', headers)).status).toBe(401)
  expect((await stage.signIn('off@example.org')).status).toBe(401)
  expect((await post(`/api/admins/${id}/reset`, district)).status).toBe(409)
  await patch(id, district, { off: false })
  expect((await stage.signIn('off@example.org')).status).toBe(204)
  const told = (await lines(id)).map(({ action }) => action)
  expect(told.filter((action) => action.startsWith('admin.switch'))).toEqual(['admin.switch-off', 'admin.switch-on'])
})

test('the last one of the district stays, also when the last two go at once', async () => {
  await stage.pool.query(
    `UPDATE access.admins SET disabled_at = now() WHERE role = 'district' AND email <> 'dora@example.org'`,
  )
  const key = await stage.key('api', null)
  const { rows } = await stage.pool.query<{ id: number }>(
    `SELECT id FROM access.admins WHERE email = 'dora@example.org'`,
  )
  const dora = rows[0]?.id ?? 0
  // Who was invited and has not come can't manage anything yet.
  await post('/api/admins', key, { email: 'soon@example.org', name: 'Soon', role: 'district' })
  for (const change of [{ off: true }, { role: 'viewer' }]) {
    const said = await patch(dora, key, change)
    expect([said.status, said.body.type]).toEqual([409, 'urn:rollcall:problem:last-district-admin'])
  }
  const second = await stage.admin('second@example.org', 'district')
  const said = await Promise.all([patch(dora, key, { off: true }), patch(second, key, { role: 'viewer' })])
  expect(said.map(({ status }) => status).sort()).toEqual([200, 409])
})

test('admins are found by a part of name or address, within what one sees', async () => {
  const [all, two] = [await stage.key('api', null), await stage.key('api', 2)]
  await post('/api/admins', all, { email: 'kara@example.org', name: 'Tara', role: 'school', schools: [3] })
  const emails = async (q: string, headers: Headers) =>
    (await get(`/api/admins?q=${encodeURIComponent(q)}`, headers)).body.data.map(({ email }: Named) => email)
  expect(await emails('TAR', all)).toEqual(['kara@example.org'])
  expect(await emails('kara@EX', all)).toEqual(['kara@example.org'])
  expect(await emails('k%a', all)).toEqual([])
  expect(await emails('TAR', two)).toEqual([])
})

interface Named {
  readonly email: string
}
