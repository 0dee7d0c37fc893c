import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { freePort } from '@rollcall/engines'
import { type Nginx, startNginx, testConfig } from './start-nginx.ts'
import { type Seen, startUpstream, type Upstream } from './upstream.ts'

let attendance: [Upstream, Upstream]
let dashboard: Upstream
let nginx: Nginx
beforeAll(async () => {
  attendance = [await startUpstream('attendance'), await startUpstream('attendance')]
  dashboard = await startUpstream('dashboard')
  nginx = await startNginx({ attendance: attendance.map((each) => each.port), dashboard: [dashboard.port] })
})
afterAll(async () => {
  await nginx.stop()
  for (const each of [...attendance, dashboard]) await each.close()
})
afterEach(() => {
  for (const each of [...attendance, dashboard]) each.answer = undefined
})

const ask = (path: string, init: RequestInit = {}) => fetch(nginx.url + path, init)
const seenIn = async (response: Response) => (await response.json()) as Seen
const seenOf = async (path: string, init: RequestInit = {}) => seenIn(await ask(path, init))
const post = (body: string | Uint8Array = '{}', headers = {}): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/json', ...headers },
})

test('nginx itself is content with the file', async () => {
  const { fine, message } = await testConfig({ attendance: [1, 2], dashboard: [3] })
  expect(message).not.toMatch(/\[(warn|error|emerg)\]/)
  expect(fine).toBe(true)
})

test.each([
  ['POST', '/attendances', 'attendance'],
  ['POST', '/attendances/batch', 'attendance'],
  ['POST', '/upload/image', 'attendance'],
  ['POST', '/api/attendances', 'attendance'],
  ['GET', '/images/a1b2.jpg', 'attendance'],
  ['GET', '/kiosk', 'attendance'],
  ['GET', '/kiosk/app.js', 'attendance'],
  ['GET', '/', 'dashboard'],
  ['GET', '/app/schools/3?day=2026-11-20', 'dashboard'],
  ['GET', '/api/attendances?school=3&next=x%2Fy', 'dashboard'],
  ['DELETE', '/api/attendances/7-i1', 'dashboard'],
  ['POST', '/api/attendances/7-i1', 'dashboard'],
  ['GET', '/attendances', 'dashboard'],
  ['POST', '/api/v1/attendance/create', 'dashboard'],
  ['PATCH', '/api/schools/3', 'dashboard'],
  ['GET', '/kiosks', 'dashboard'],
  ['GET', '/metrics', 'dashboard'],
  ['GET', '/health', 'dashboard'],
])('%s %s goes to %s, as it is', async (method, path, upstream) => {
  expect(await seenOf(path, { method })).toMatchObject({ upstream, method, url: path })
})

describe('a body', () => {
  test.each(['/attendances/batch', '/upload/image', '/api/schools/import'])(
    'of 1.5 MB to %s arrives whole',
    async (path) => {
      const body = new Uint8Array(1_500_000)
      expect((await seenOf(path, post(body))).bytes).toBe(body.length)
    },
  )

  test('of 3 MB is refused as a problem', async () => {
    const response = await ask('/attendances/batch', post(new Uint8Array(3_000_000)))
    expect(response.status).toBe(413)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    const requestId = response.headers.get('x-request-id')
    expect(await response.json()).toMatchObject({ type: 'urn:rollcall:problem:too-large', status: 413, requestId })
  })
})

describe('headers', () => {
  test("a caller's request id goes through and comes back", async () => {
    const response = await ask('/attendances', post('{}', { 'x-request-id': 'phone-17.a:b' }))
    expect((await seenIn(response)).headers['x-request-id']).toBe('phone-17.a:b')
    expect(response.headers.get('x-request-id')).toBe('phone-17.a:b')
  })

  test.each([undefined, 'no spaces', '"x"', 'x'.repeat(101)])(
    'without a decent one (%s) it gets one',
    async (given) => {
      const response = await ask('/api/schools', { headers: given ? { 'x-request-id': given } : {} })
      const made = response.headers.get('x-request-id')
      expect(made).toMatch(/^[0-9a-f]{32}$/)
      expect((await seenIn(response)).headers['x-request-id']).toBe(made)
    },
  )

  test('the address of the client is what nginx sees, not what the client says', async () => {
    const { headers } = await seenOf('/', { headers: { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'gopher' } })
    expect(headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' })
    expect(headers.host).toBe(new URL(nginx.url).host)
    expect(headers.connection).not.toBe('close')
  })

  test('a client that came by https is known as one, and told to stay', async () => {
    const response = await ask('/', { headers: { 'x-forwarded-proto': 'https' } })
    expect((await seenIn(response)).headers['x-forwarded-proto']).toBe('https')
    expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000')
    expect((await ask('/')).headers.get('strict-transport-security')).toBeNull()
  })

  test("each security header once, whatever the service sent, and nothing about nginx's version", async () => {
    dashboard.answer = (_req, res) => res.setHeader('x-content-type-options', 'nosniff').end('{}')
    const { headers } = await ask('/')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('server')).toBe('nginx')
  })

  test('long JSON is compressed', async () => {
    dashboard.answer = (_req, res) =>
      res.setHeader('content-type', 'application/json').end(JSON.stringify('a'.repeat(5_000)))
    expect((await ask('/api/schools')).headers.get('content-encoding')).toBe('gzip')
  })

  test('the log has the request id and no arguments', async () => {
    await ask('/api/users?name=Asha', { headers: { 'x-request-id': 'logged-once' } })
    while (!nginx.log().includes('logged-once')) await new Promise((resolve) => setTimeout(resolve, 50))
    const line =
      nginx
        .log()
        .split('\n')
        .find((each) => each.includes('logged-once')) ?? ''
    expect(JSON.parse(line)).toMatchObject({ method: 'GET', path: '/api/users', status: 200 })
    expect(nginx.log()).not.toContain('Asha')
  })
})

describe('when a service is away', () => {
  test('of two copies of attendance-service: nobody notices', async () => {
    const half = await startNginx({ attendance: [await freePort(), attendance[0].port], dashboard: [dashboard.port] })
    try {
      const paths = ['/attendances', '/attendances/batch', '/upload/image', '/api/attendances']
      const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => fetch(half.url + paths[i % 4], post())))
      expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]))
    } finally {
      await half.stop()
    }
  })

  test('a copy that dies over a check-in: the other one answers', async () => {
    attendance[0].answer = (req) => req.socket.destroy()
    const before = attendance[0].seen.length
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask('/attendances', post())))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200])
    expect(attendance[0].seen.length).toBeGreaterThan(before)
  })

  test('a copy that dies over anything else that writes: a problem that says so, never a second try', async () => {
    dashboard.answer = (req) => req.socket.destroy()
    const before = dashboard.seen.length
    const response = await ask('/api/schools', post())
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('2')
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ type: 'urn:rollcall:problem:unavailable', status: 503 })
    expect(dashboard.seen).toHaveLength(before + 1)
  })

  test("a service's own problem and Retry-After go through as they are", async () => {
    for (const each of attendance)
      each.answer = (_req, res) =>
        res.writeHead(503, { 'retry-after': '7', 'content-type': 'application/problem+json' }).end('{}')
    const response = await ask('/attendances', post())
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([503, '7', '{}'])
  })
})

test('live updates come one by one, not when the answer is over', async () => {
  const open = new Promise<ServerResponse>((resolve) => {
    dashboard.answer = (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
      resolve(res)
    }
  })
  const response = await ask('/api/live/schools/3')
  const reader = response.body?.getReader()
  const next = async () => new TextDecoder().decode((await reader?.read())?.value)
  expect(await next()).toBe('data: 1\n\n')
  const live = await open
  live.write('data: 2\n\n')
  expect(await next()).toBe('data: 2\n\n')
  const gone = once(live, 'close')
  await reader?.cancel()
  await gone
})
