import { type AccessStage, accessStage, cookieOf, PASSWORD } from '../../../tests/support/access-stage.ts'

let stage: AccessStage
let id: number
beforeAll(async () => {
  stage = await accessStage()
  id = await stage.admin('dora@example.org', 'district')
})
afterAll(() => stage.close())

const me = (headers: Record<string, string>) => stage.ask('/api/me', { headers })
const post = (path: string, headers: Record<string, string>, body?: unknown) =>
  stage.ask(path, { method: 'POST', headers, body })
const actions = async () => {
  const { rows } = await stage.pool.query('SELECT action FROM access.audit_log WHERE caller_id = $1 ORDER BY id', [id])
  return rows.map(({ action }) => action)
}

test('who signs in is known by a cookie that no script reads and no other site sends, until they sign out', async () => {
  const said = await stage.signIn(' Dora@Example.ORG ')
  expect(said.headers.get('set-cookie')).toMatch(/^rollcall_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  const headers = { cookie: cookieOf(said), origin: stage.url }
  expect((await me(headers)).body.data).toMatchObject({
    kind: 'admin',
    id,
    email: 'dora@example.org',
    role: 'district',
    schools: null,
    rights: expect.arrayContaining(['access.manage', 'people.write']),
  })
  const out = await post('/api/sign-out', headers)
  expect([out.status, cookieOf(out)]).toEqual([204, 'rollcall_session='])
  expect((await me(headers)).status).toBe(401)
  expect((await actions()).slice(-2)).toEqual(['admin.sign-in', 'admin.sign-out'])
})

test('the cookie goes over TLS only where it came by TLS, as a trusted proxy tells', async () => {
  const said = await stage.signIn('dora@example.org', PASSWORD, { 'x-forwarded-proto': 'https' })
  expect(said.headers.get('set-cookie')).toMatch(/; Secure/)
})

test('only a hash of the secret is stored', async () => {
  const { cookie } = await stage.session('dora@example.org')
  const secret = cookie?.split('=')[1] ?? ''
  const { rows } = await stage.pool.query(
    `SELECT (SELECT count(*) FROM access.sessions s WHERE s::text LIKE $1) AS sessions,
       (SELECT count(*) FROM access.audit_log l WHERE l::text LIKE $1) AS lines`,
    [`%${secret}%`],
  )
  expect(rows).toEqual([{ sessions: 0, lines: 0 }])
})

test('session fixation: a secret that is brought along is not taken over, and an earlier session ends', async () => {
  const planted = `rollcall_session=${'x'.repeat(43)}`
  const first = cookieOf(await stage.signIn('dora@example.org', PASSWORD, { cookie: planted }))
  expect(first).not.toBe(planted)
  expect((await me({ cookie: planted })).status).toBe(401)
  const second = cookieOf(await stage.signIn('dora@example.org', PASSWORD, { cookie: first }))
  expect(second).not.toBe(first)
  expect([(await me({ cookie: first })).status, (await me({ cookie: second })).status]).toEqual([401, 200])
})

test.each([
  ['idle for two hours', `used_at = now() - interval '121 minutes'`],
  ['begun twelve hours ago', `expires_at = now() - interval '1 second'`],
])('a session %s is over', async (_why, change) => {
  const headers = await stage.session('dora@example.org')
  expect((await me(headers)).status).toBe(200)
  await stage.pool.query(`UPDATE access.sessions SET ${change}`)
  expect((await me(headers)).status).toBe(401)
})

test('a session in use goes on: what was idle for a while counts from now', async () => {
  const headers = await stage.session('dora@example.org')
  await stage.pool.query(`UPDATE access.sessions SET used_at = now() - interval '90 minutes'`)
  expect((await me(headers)).status).toBe(200)
  const { rows } = await stage.pool.query(
    `SELECT max(used_at) > now() - interval '1 minute' AS used FROM access.sessions`,
  )
  expect(rows).toEqual([{ used: true }])
})

test('everywhere at once', async () => {
  const [here, there] = [await stage.session('dora@example.org'), await stage.session('dora@example.org')]
  expect((await stage.ask('/api/me/sessions', { method: 'DELETE', headers: here })).status).toBe(204)
  expect([(await me(here)).status, (await me(there)).status]).toEqual([401, 401])
})

test.each([
  ['switched off', `disabled_at = now()`, `disabled_at = NULL`],
  ['given another role', `role = 'viewer'`, `role = 'district'`],
  ['given another password by hand', `password_hash = password_hash || 'x'`, undefined],
])('who is %s is signed out, whoever wrote it', async (_what, change, back) => {
  const { rows } = await stage.pool.query('SELECT password_hash AS hash FROM access.admins WHERE id = $1', [id])
  const headers = await stage.session('dora@example.org')
  await stage.pool.query(`UPDATE access.admins SET ${change} WHERE id = $1`, [id])
  if (back) await stage.pool.query(`UPDATE access.admins SET ${back} WHERE id = $1`, [id])
  else await stage.pool.query(`UPDATE access.admins SET password_hash = $2 WHERE id = $1`, [id, rows[0].hash])
  expect((await me(headers)).status).toBe(401)
})

describe('another site’s page (CSRF)', () => {
  const forged: [string, Record<string, string>][] = [
    ['says where it is', { origin: 'https://evil.example' }],
    ['is on another port', { origin: 'http://127.0.0.1:1' }],
    ['hides where it is', { origin: 'null' }],
    ['has an address that begins like ours', { origin: 'http://127.0.0.1:1@evil.example' }],
    ['is marked by the browser', { 'sec-fetch-site': 'cross-site' }],
    ['is of the same site, and not of ours', { 'sec-fetch-site': 'same-site' }],
    ['sends neither', {}],
  ]
  test.each(forged)('that %s changes nothing by cookie', async (_how, from) => {
    const { cookie = '' } = await stage.session('dora@example.org')
    for (const [method, path] of [
      ['POST', '/api/sign-out'],
      ['DELETE', '/api/me/sessions'],
      ['POST', '/api/keys'],
    ] as const) {
      const body = path === '/api/keys' ? { kind: 'api', name: 'x', schoolId: null } : undefined
      const said = await stage.ask(path, { method, body, headers: { cookie, ...from } })
      expect([said.status, said.body.type]).toEqual([403, 'urn:rollcall:problem:cross-site'])
    }
    expect((await me({ cookie })).status).toBe(200)
    const { rows } = await stage.pool.query('SELECT FROM access.tokens')
    expect(rows).toHaveLength(0)
  })

  test('signs nobody in', async () => {
    const said = await stage.signIn('dora@example.org', PASSWORD, { origin: 'https://evil.example' })
    expect([said.status, said.headers.get('set-cookie')]).toEqual([403, null])
  })

  test('ours may, and a key needs no such proof', async () => {
    const { cookie = '' } = await stage.session('dora@example.org')
    const headers = { cookie, 'sec-fetch-site': 'same-origin', origin: stage.url }
    const body = { kind: 'device', name: 'Gate', schoolId: 1 }
    expect((await post('/api/keys', headers, body)).status).toBe(201)
    expect((await post('/api/keys', await stage.key('api', null), body)).status).toBe(201)
  })
})

describe('changing one’s password', () => {
  const other = 'an even longer sentence'
  test('takes the one that one has, and ends all other sessions', async () => {
    await stage.admin('paul@example.org', 'viewer')
    const [here, there] = [await stage.session('paul@example.org'), await stage.session('paul@example.org')]
    const wrong = await post('/api/me/password', here, { current: 'something else', password: other })
    expect([wrong.status, wrong.body.errors[0].field]).toEqual([400, 'current'])
    const said = await post('/api/me/password', here, { current: PASSWORD, password: other })
    expect(said.status).toBe(204)
    const statuses = [here, there, { cookie: cookieOf(said) }].map(async (each) => (await me(each)).status)
    expect(await Promise.all(statuses)).toEqual([401, 401, 200])
    expect([
      (await stage.signIn('paul@example.org')).status,
      (await stage.signIn('paul@example.org', other)).status,
    ]).toEqual([401, 204])
  })

  test.each([
    ['too short', 'eleven char'],
    ['too long', 'x'.repeat(201)],
    ['the e-mail address', 'Dora@example.org'],
  ])('not to one that is %s', async (_what, password) => {
    const headers = await stage.session('dora@example.org')
    const said = await post('/api/me/password', headers, { current: PASSWORD, password })
    expect([said.status, said.body.errors[0].field]).toEqual([400, 'password'])
  })

  test('is not a way to guess it', async () => {
    await stage.admin('gus@example.org', 'viewer')
    const headers = await stage.session('gus@example.org')
    const tries = Array.from({ length: 12 }, () =>
      post('/api/me/password', headers, { current: 'a wrong guess', password: other }),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 400)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
  })
})
