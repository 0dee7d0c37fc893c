import { Writable } from 'node:stream'
import { jest } from '@jest/globals'
import { SessionStore, verifyPassword } from '@rollcall/platform'
import pino from 'pino'
import { type AccessStage, accessStage, PASSWORD } from '../../../tests/support/access-stage.ts'
import { SignIn } from './sign-in.ts'
import { networkOf, SignInLimit } from './sign-in-limit.ts'

const lines: string[] = []
const log = pino(
  new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  }),
)
let stage: AccessStage
beforeAll(async () => {
  stage = await accessStage(log)
})
afterAll(() => stage.close())
beforeEach(async () => {
  await stage.pool.query('TRUNCATE access.admins, access.sign_in_attempts, access.audit_log CASCADE')
  await stage.admin('dora@example.org', 'district')
  lines.length = 0
})

const from = (address: string) => ({ 'x-forwarded-for': address })
const tell = async () => {
  const { rows } = await stage.pool.query(
    `SELECT caller_kind AS kind, caller_name AS name, action, after FROM access.audit_log ORDER BY id`,
  )
  return rows
}
const statuses = (said: readonly { status: number }[]) => said.map(({ status }) => status)
const count = (all: readonly number[], status: number) => all.filter((each) => each === status).length

test('an unknown account, a wrong password, one without a password and one that is switched off get the same answer', async () => {
  await stage.admin('off@example.org', 'viewer')
  await stage.admin('new@example.org', 'viewer')
  await stage.pool.query(`UPDATE access.admins SET disabled_at = now() WHERE email = 'off@example.org'`)
  await stage.pool.query(`UPDATE access.admins SET password_hash = NULL WHERE email = 'new@example.org'`)
  const said = [
    await stage.signIn('nobody@example.org'),
    await stage.signIn('dora@example.org', 'wrong'),
    await stage.signIn('new@example.org'),
    await stage.signIn('off@example.org'),
  ]
  const same = said.map(({ status, body: { requestId, ...body }, headers }) => [
    status,
    body,
    headers.get('set-cookie'),
  ])
  for (const each of same) expect(each).toEqual(same[0])
  expect(same[0]?.[0]).toBe(401)
})

test('and cost the same work: one verification of a hash made as all others are', async () => {
  await stage.admin('new@example.org', 'viewer')
  await stage.pool.query(`UPDATE access.admins SET password_hash = NULL WHERE email = 'new@example.org'`)
  const verify = jest.fn(verifyPassword)
  const signIn = new SignIn({
    pool: stage.pool,
    sessions: new SessionStore(stage.pool),
    limit: new SignInLimit(stage.pool),
    log,
    verify,
  })
  for (const email of ['nobody@example.org', 'new@example.org', 'dora@example.org']) {
    verify.mockClear()
    const attempt = { email, password: 'wrong', address: '192.0.2.1', earlier: undefined, requestId: 'r' }
    await expect(signIn.signIn(attempt)).rejects.toMatchObject({ status: 401 })
    expect(verify).toHaveBeenCalledTimes(1)
    expect(verify).toHaveBeenCalledWith(expect.stringMatching(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/), 'wrong')
  }
})

test('brute force on an account: ten guesses, then nothing for a while, also not for the right one; it is logged', async () => {
  const guesses = Array.from({ length: 15 }, (_, i) =>
    stage.signIn('dora@example.org', `guess ${i}`, from(`192.0.2.${i}`)),
  )
  const said = await Promise.all(guesses)
  expect(count(statuses(said), 401)).toBe(10)
  const stopped = said.filter(({ status }) => status === 429)
  expect(stopped).toHaveLength(5)
  expect(Number(stopped[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(stopped[0]?.body.type).toBe('urn:rollcall:problem:too-many-sign-ins')
  expect((await stage.signIn('dora@example.org')).status).toBe(429)
  const told = await tell()
  expect(told.filter(({ action }) => action === 'admin.sign-in-failed')).toHaveLength(10)
  expect(told.filter(({ action }) => action === 'admin.sign-in-stopped')).toEqual([
    {
      kind: 'nobody',
      name: 'dora@example.org',
      action: 'admin.sign-in-stopped',
      after: expect.objectContaining({ of: 'account' }),
    },
  ])
  const logged = lines.map((line) => JSON.parse(line)).filter(({ action }) => action === 'admin.sign-in-failed')
  expect(logged).toHaveLength(10)
  expect(lines.join('') + JSON.stringify(told)).not.toMatch(/guess|\$argon2/)
  // The others are not concerned.
  await stage.admin('vera@example.org', 'viewer')
  expect((await stage.signIn('vera@example.org')).status).toBe(204)
  await stage.pool.query(`UPDATE access.sign_in_attempts SET ends_at = now() - interval '1 second'`)
  expect((await stage.signIn('dora@example.org')).status).toBe(204)
})

/** As if there had been so many before: each attempt costs a hash. */
const failed = (attempts: number) => stage.pool.query('UPDATE access.sign_in_attempts SET attempts = $1', [attempts])

test('brute force from an address over many accounts: fifty', async () => {
  await stage.signIn('first@example.org', 'guess', from('192.0.2.7'))
  await failed(46)
  const guesses = Array.from({ length: 7 }, (_, i) =>
    stage.signIn(`person${i}@example.org`, 'guess', from('192.0.2.7')),
  )
  const all = statuses(await Promise.all(guesses))
  expect([count(all, 401), count(all, 429)]).toEqual([4, 3])
  expect((await stage.signIn('dora@example.org', PASSWORD, from('192.0.2.7'))).status).toBe(429)
  expect((await stage.signIn('dora@example.org', PASSWORD, from('192.0.2.8'))).status).toBe(204)
})

test('whoever gets in has not failed: a school behind one address signs in all day', async () => {
  await stage.signIn('dora@example.org', 'wrong', from('192.0.2.9'))
  await failed(9)
  for (let i = 0; i < 3; i++)
    expect((await stage.signIn('dora@example.org', PASSWORD, from('192.0.2.9'))).status).toBe(204)
  const { rows } = await stage.pool.query('SELECT attempts FROM access.sign_in_attempts')
  expect(rows).toEqual([{ attempts: 9 }])
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network))

test.each([
  ['SQL in the e-mail', { email: `' OR 1=1 --`, password: 'x' }, 400],
  ['SQL in the password', { email: 'dora@example.org', password: `' OR ''='` }, 401],
  ['an object for a text', { email: { $ne: null }, password: { $ne: null } }, 400],
  ['nothing', {}, 400],
  ['no object', [], 400],
  ['NUL', { email: 'dora@example.org', password: 'a\0b' }, 400],
  ['half a character', { email: 'dora@example.org', password: '\ud800' }, 400],
  ['a password of a megabyte', { email: 'dora@example.org', password: 'x'.repeat(900_000) }, 400],
  ['more than a megabyte', { email: 'dora@example.org', password: 'x'.repeat(1_100_000) }, 413],
  ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400],
  ['not JSON', '{"email": ', 400],
  ['__proto__', '{"__proto__": {"email": "dora@example.org"}, "password": "x"}', 400],
])('%s is refused with a problem, and logged', async (_what, body, status) => {
  const said = await stage.ask('/api/sign-in', { method: 'POST', body })
  expect(said.status).toBe(status)
  expect(said.headers.get('content-type')).toBe('application/problem+json')
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ msg: 'request refused', status, path: '/api/sign-in', requestId: said.body.requestId }),
  )
  expect(said.headers.get('set-cookie')).toBeNull()
})
