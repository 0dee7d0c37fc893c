import {
  deadLetters,
  hashSecret,
  inTransaction,
  RIGHTS,
  SESSION_COOKIE,
  SessionStore,
  type TokenKind,
} from '@rollcall/platform'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import {
  type ApiDocument,
  filtersOf,
  type Operation,
  operationsOf,
  requestFor,
  type ScopeRequest,
} from './operations.ts'
import { makeSchool, type Things } from './school-world.ts'

/**
 * Every route of the OpenAPI document is called by everybody who must not. A new one is covered by itself; where the test does not
 * know how to call it, tests/scope/operations.ts and school-world.ts are the places to tell.
 */

/** For everybody: each named here by hand, so that none becomes open by mistake. */
const OPEN = [
  'POST /api/sign-in',
  'POST /api/accept',
  'GET /apidocs/openapi.json',
  'GET /health',
  'GET /',
  'GET /api/v1/attendance/health',
]
/** They need a system that is not there in this test; that they may be asked for is all that it tells. */
const ELSEWHERE = ['GET /health/detail', 'GET /leave_info', 'GET /insert_leave_info', 'POST /api/leave/sync']
/** For whoever has signed in or has an API token, whatever they may do. */
const FOR_ANYONE = ['GET /api/me', 'POST /api/sign-out', 'POST /api/me/password', 'DELETE /api/me/sessions']

const REFUSED = [401, 403, 404]
/** Everything of the other school has ids and numbers like this, or the word in it. */
const OTHER = 820_000_000
const WORD = 'quokka'
const MARK = /\b8200\d{5}\b|quokka/i

type Headers = Readonly<Record<string, string>>
interface Said {
  readonly status: number
  readonly text: string
}

let system: System
let service: ServiceProcess
let operations: Operation[]
let mine: Things
let other: Things
const keys: Record<string, Headers> = {}

beforeAll(async () => {
  system = await System.create({ schools: 0 })
  other = await makeSchool(stores(), OTHER, WORD)
  mine = await makeSchool(stores(), 1_000, 'wombat')
  await system.pool.query(
    `INSERT INTO access.admins (id, email, name, role) VALUES
       (90, 'district@example.org', 'District', 'district'), (91, 'operator@example.org', 'Operator', 'operator'),
       (92, 'viewer@example.org', 'Viewer', 'viewer')`,
  )
  await system.pool.query('INSERT INTO access.admin_schools VALUES (92, $1)', [mine.school])
  const wanted: [string, TokenKind, number | null][] = [
    ['a revoked token', 'api', null],
    ['a device', 'device', null],
    ['a kiosk of the school', 'kiosk', mine.school],
    ['an API token of another school', 'api', mine.school],
    ['the district', 'api', null],
  ]
  for (const [name, kind, school] of wanted) keys[name] = { authorization: `Bearer ${await system.key(kind, school)}` }
  const given = keys['a revoked token']?.authorization?.replace('Bearer ', '') ?? ''
  await system.pool.query('UPDATE access.tokens SET revoked_at = now() WHERE hash = $1', [hashSecret(given)])
  service = await system.start('dashboard-service')
  const answer = await fetch(`${service.url}/apidocs/openapi.json`)
  operations = operationsOf((await answer.json()) as ApiDocument)
})
afterAll(() => system.close())

const stores = () => ({ pool: system.pool, letters: deadLetters(system.mongo, system.names) })

/** A session of its own for each call: some of them end it. */
async function session(adminId: number): Promise<Headers> {
  const sessions = new SessionStore(system.pool)
  const secret = await inTransaction(system.pool, (client) => sessions.begin(client, adminId))
  return { cookie: `${SESSION_COOKIE}=${secret}`, origin: service.url }
}

async function send({ method }: Operation, { path, body, headers }: ScopeRequest, who: Headers): Promise<Said> {
  const init = { method, headers: { ...headers, ...who }, ...(body !== undefined && { body }) }
  const answer = await fetch(service.url + path, { ...init, redirect: 'manual' })
  const type = answer.headers.get('content-type') ?? ''
  if (!type.startsWith('text/event-stream')) return { status: answer.status, text: withCursor(await answer.text()) }
  // It never ends: that it begins is what counts here.
  await answer.body?.cancel()
  return { status: answer.status, text: '' }
}

/** What is in a cursor can be read by whoever gets it. */
function withCursor(text: string): string {
  const [, next = ''] = /"next":"([\w-]+)"/.exec(text) ?? []
  return text + Buffer.from(next, 'base64url').toString()
}

/** What is wrong with the answers of these operations, each by its name. */
async function wrongOf(
  some: readonly Operation[],
  check: (operation: Operation) => Promise<readonly (string | undefined)[]>,
): Promise<string[]> {
  const wrong: string[] = []
  for (const operation of some)
    try {
      wrong.push(...(await check(operation)).filter((each) => each !== undefined))
    } catch (error) {
      wrong.push(String(error))
    }
  return wrong
}

const closed = () => operations.filter(({ right }) => right !== 'open')

test('every route says who may call it', () => {
  expect(operations.length).toBeGreaterThan(15)
  const unknown = operations.filter(({ name, right }) => {
    if (right === 'open') return !OPEN.includes(name)
    if (right === 'anyone') return !FOR_ANYONE.includes(name)
    return !(RIGHTS as readonly unknown[]).includes(right)
  })
  expect(unknown.map(({ name, right }) => `${name}: ${right}`)).toEqual([])
})

test.each([
  ['nobody', async () => ({}), () => true, [401]],
  ['a session that is over', async () => ({ cookie: `${SESSION_COOKIE}=${'x'.repeat(43)}` }), () => true, [401]],
  ['a revoked token', async () => keys['a revoked token'], () => true, [401]],
  ['a device', async () => keys['a device'], () => true, REFUSED],
  ['a kiosk of the school', async () => keys['a kiosk of the school'], () => true, REFUSED],
  ['an operator', () => session(91), ({ right }) => right !== 'operations' && right !== 'anyone', REFUSED],
  ['a viewer', () => session(92), ({ right }) => right !== 'anyone' && !right?.endsWith('.read'), REFUSED],
] satisfies [string, () => Promise<Headers | undefined>, (operation: Operation) => boolean, number[]][])(
  '%s is refused by every route that is not for them, whatever they ask for',
  async (_who, headers, forbidden, expected) => {
    const wrong = await wrongOf(closed().filter(forbidden), async (operation) => {
      const { status } = await send(operation, requestFor(operation, mine), (await headers()) ?? {})
      return [expected.includes(status) ? undefined : `${operation.name}: ${status}`]
    })
    expect(wrong).toEqual([])
  },
)

test('what is open tells nothing of any school', async () => {
  const wrong = await wrongOf(
    operations.filter(({ right }) => right === 'open'),
    async (operation) => {
      const { status, text } = await send(operation, requestFor(operation, other), {})
      return [status >= 500 || MARK.test(text) ? `${operation.name}: ${status} ${text}` : undefined]
    },
  )
  expect(wrong).toEqual([])
})

describe.each([
  ['an admin of another school', async () => session(mine.admin)],
  ['a viewer of another school', async () => session(92)],
  ['an API token of another school', async () => keys['an API token of another school'] ?? {}],
])('%s', (_who, headers) => {
  test('gets at nothing of this school, and sees no row and no count of it', async () => {
    const before = await everythingOfOther()
    const wrong = await wrongOf(closed(), async (operation) => {
      const asked = requestFor(operation, other)
      const filters = asked.names ? [] : filtersOf(operation, other, WORD)
      const all = [asked, ...filters.map((filter) => ({ ...asked, names: false, path: withQuery(asked.path, filter) }))]
      const said = await Promise.all(
        all.map(async (each) => leakOf(each, await send(operation, each, await headers()))),
      )
      return said.map((leak) => leak && `${operation.name}: ${leak}`)
    })
    expect(wrong).toEqual([])
    expect(await everythingOfOther()).toEqual(before)
  })
})

const withQuery = (path: string, filter: string) => `${path}${path.includes('?') ? '&' : '?'}${filter}`

/** 422 as well where a body names a school: there is no such school, for this caller. */
function leakOf({ path, body, names }: ScopeRequest, { status, text }: Said): string | undefined {
  const refused = REFUSED.includes(status) || (body !== undefined && status === 422)
  if (refused) return undefined
  if (status >= 500 || names) return `${path} was answered with ${status}`
  const found = MARK.exec(text)
  return found ? `${path} tells of ${found[0]}` : undefined
}

test('and this can be told: the district sees the other school in lists', async () => {
  const lists = closed().filter(({ method, path }) => method === 'GET' && !path.includes('{'))
  const seen = await wrongOf(lists, async (operation) => {
    const { text } = await send(operation, requestFor(operation, mine), keys['the district'] ?? {})
    return [MARK.test(text) ? operation.name : undefined]
  })
  expect(seen).toEqual(expect.arrayContaining(['GET /schools', 'GET /api/admins', 'GET /api/keys', 'GET /api/audit']))
})

test('the requests are good ones: who may make them is not refused', async () => {
  let base = 10_000
  const wrong = await wrongOf(
    closed().filter(({ name }) => !FOR_ANYONE.includes(name)),
    async (operation) => {
      base += 1_000
      const request = requestFor(operation, await makeSchool(stores(), base, `good${base}`))
      const { status, text } = await send(operation, request, keys['the district'] ?? {})
      // That it contradicts what is there, or is not possible, is said after all else was found good.
      const good = status < 300 || [409, 422].includes(status) || (status === 503 && ELSEWHERE.includes(operation.name))
      return [good ? undefined : `${operation.name}: ${status} ${text}`]
    },
  )
  expect(wrong).toEqual([])
})

/** A sum of every table's rows that tell of the other school. */
async function everythingOfOther(): Promise<unknown[]> {
  const { rows: tables } = await system.pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname IN ('roster', 'access', 'attendance', 'raw', 'dbo', 'leave') ORDER BY 1`,
  )
  const sums = tables.map(async ({ name }) => {
    const { rows } = await system.pool.query(
      `SELECT count(*), md5(string_agg(t::text, ';' ORDER BY t::text)) AS sum FROM ${name} t WHERE t::text ~ $1`,
      [`\\m8200\\d{5}\\M|${WORD}`],
    )
    return { name, ...rows[0] }
  })
  return Promise.all(sums)
}
