import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHANGES_CHANNEL, connectRedis, createLogger, hashSecret, quitRedis, TokenStore } from '@rollcall/platform'
import { ownStores, runScript } from './testing/run-script.ts'

const stores = ownStores()
const token = (...args: string[]) => runScript('token', args, stores.environment)
const pool = stores.openDatabase()
const tokens = new TokenStore(pool)
beforeAll(async () => {
  expect(await token('list')).toMatchObject({ code: 1, err: expect.stringContaining('run `npm run migrate -- up`') })
  expect(await runScript('migrate', ['up'], stores.environment)).toMatchObject({ code: 0 })
  await pool.query("INSERT INTO roster.schools (id, name, time_zone) VALUES (7, 'Seven', 'Asia/Kathmandu')")
  await pool.query("INSERT INTO roster.schools (id, name, time_zone, deleted_at) VALUES (8, 'Gone', 'UTC', now())")
})
afterAll(async () => {
  await pool.end()
  await stores.remove()
})

const secretIn = (text: string) => /rollcall_\w+_[\w-]+/.exec(text)?.[0] ?? ''
const inStore = (secret: string) => tokens.findByHash(hashSecret(secret))

test.each([
  [['--kind', 'device'], { kind: 'device', schoolId: null, limitPerSecond: 50 }],
  [['--kind', 'device', '--school', '7', '--limit', '200'], { kind: 'device', schoolId: 7, limitPerSecond: 200 }],
  [['--kind', 'device', '--no-limit'], { kind: 'device', schoolId: null, limitPerSecond: null }],
  [['--kind', 'kiosk', '--school', '7'], { kind: 'kiosk', schoolId: 7, limitPerSecond: 50 }],
  [['--kind', 'api'], { kind: 'api', schoolId: null, limitPerSecond: null }],
])('create %j', async (args, expected) => {
  const { code, out, err } = await token('create', '--name', 'Main gate', ...args)
  expect([code, err]).toEqual([0, ''])
  expect(await inStore(secretIn(out))).toMatchObject(expected)
})

test('in JSON, and what is told later never has the secret', async () => {
  const made = JSON.parse((await token('create', '--kind', 'api', '--name', 'Reports', '--json')).out)
  expect(made).toMatchObject({ kind: 'api', name: 'Reports', schoolId: null, limitPerSecond: null })
  const listed = await token('list', '--json')
  expect(JSON.parse(listed.out)).toContainEqual(expect.objectContaining({ id: made.id, name: 'Reports' }))
  expect(listed.out + (await token('list')).out).not.toMatch(/rollcall_/)
})

test('a revoked key is worthless, once', async () => {
  const { id, secret } = JSON.parse((await token('create', '--kind', 'device', '--name', 'Lost phone', '--json')).out)
  expect(await token('revoke', String(id))).toMatchObject({ code: 0 })
  expect(await inStore(secret)).toBeUndefined()
  expect(await token('revoke', String(id))).toMatchObject({ code: 1, err: `There is no valid key ${id}\n` })
  expect((await token('list')).out).toMatch(/revoked .*Lost phone/)
})

test('into a file: one key for as long as it is valid, then another', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-token-'))
  const file = join(folder, 'key')
  const make = () => token('create', '--kind', 'api', '--name', 'Prometheus', '--to', file)
  const made = await make()
  expect(made).toMatchObject({ code: 0, err: '' })
  const first = readFileSync(file, 'utf8')
  const found = await inStore(first)
  expect(found).toMatchObject({ kind: 'api' })
  expect(made.out).not.toContain(first)
  expect([readdirSync(folder), statSync(file).mode & 0o777]).toEqual([['key'], 0o640])
  expect((await make()).out).toContain('has a valid key already')
  expect(readFileSync(file, 'utf8')).toBe(first)
  await token('revoke', String(found?.id))
  await make()
  expect(await inStore(readFileSync(file, 'utf8'))).toBeDefined()
  rmSync(folder, { recursive: true })
})

test('a file that cannot be written costs no key', async () => {
  const before = await tokens.list()
  expect(await token('create', '--kind', 'api', '--name', 'x', '--to', '/nowhere/key')).toMatchObject({
    code: 1,
    out: '',
  })
  expect(await tokens.list()).toEqual(before)
})

test('services are told at once', async () => {
  const redis = connectRedis(stores.environment.REDIS_URL, createLogger('test', 'silent'))
  const told = new Promise<string>((resolve) => redis.on('message', resolve))
  await redis.subscribe(stores.names.key(CHANGES_CHANNEL))
  await token('create', '--kind', 'device', '--name', 'Gate')
  expect(await told).toBe(stores.names.key(CHANGES_CHANNEL))
  await quitRedis(redis)
})

test('without Redis it is done all the same', async () => {
  const environment = { ...stores.environment, REDIS_URL: 'redis://127.0.0.1:1' }
  const { code, out } = await runScript('token', ['create', '--kind', 'api', '--name', 'x'], environment)
  expect(code).toBe(0)
  expect(await inStore(secretIn(out))).toBeDefined()
})

test.each([
  [['create', '--kind', 'device', '--name', 'x', '--school', '12'], 1, 'There is no school 12'],
  [['create', '--kind', 'device', '--name', 'x', '--school', '8'], 1, 'There is no school 8'],
  [['create', '--kind', 'phone', '--name', 'x'], 2, 'Allowed choices are device, kiosk, api'],
  [['create', '--kind', 'device'], 2, "'--name <name>' not specified"],
  [['create', '--kind', 'device', '--name', ' '], 2, 'It must have 1 to 200 characters'],
  [['create', '--kind', 'device', '--name', 'x', '--limit', '0'], 2, 'It must be a whole number above 0'],
  [['revoke', '999999'], 1, 'There is no valid key 999999'],
  [['revoke', 'x'], 2, 'It must be a whole number above 0'],
])('%j: exit code %i and a sentence', async (args, code, message) => {
  expect(await token(...args)).toMatchObject({ code, out: '', err: expect.stringContaining(message) })
})
