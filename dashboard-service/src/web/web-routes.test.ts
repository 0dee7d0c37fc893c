import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, createLogger, endWithProblems, type ListeningServer, listen } from '@rollcall/platform'
import { webRoutes } from './web-routes.ts'

const PAGE = '<meta property="csp-nonce" nonce="__STYLE_NONCE__"><style nonce="__STYLE_NONCE__"></style>'
let folder: string
let server: ListeningServer
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-web-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), PAGE)
  writeFileSync(join(folder, '.built-from'), 'a digest')
  writeFileSync(join(folder, 'sw.js'), '// worker')
  writeFileSync(join(folder, 'assets', 'index-abc.js'), '// script')
  const app = createApp()
  app.use(webRoutes(folder))
  endWithProblems(app, createLogger('test', 'silent'))
  server = await listen(app, 0, '127.0.0.1')
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

const get = (path: string, accept = '*/*') =>
  fetch(`http://127.0.0.1:${server.port}${path}`, { redirect: 'manual', headers: { accept } })

test('a browser that opens / is sent to the screens, another client is not', async () => {
  const browser = await get('/', 'text/html,application/xhtml+xml,*/*;q=0.8')
  expect([browser.status, browser.headers.get('location')]).toEqual([302, '/app/'])
  expect((await get('/', 'application/json')).status).toBe(404)
  expect((await get('/')).status).toBe(404)
  expect((await get('/app')).headers.get('location')).toBe('/app/')
})

test('files whose names change with their content are kept for ever, others are asked for again', async () => {
  const script = await get('/app/assets/index-abc.js')
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(script.headers.get('content-type')).toContain('javascript')
  expect((await get('/app/sw.js')).headers.get('cache-control')).toBe('no-cache')
})

test('every other address below /app is the page, never kept', async () => {
  for (const path of ['/app/', '/app/today/schools/1?list=absent', '/app/nothing/here', '/app/.built-from']) {
    const page = await get(path)
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(await page.text()).toContain('csp-nonce')
  }
  // A script that is gone must not be a page.
  expect((await get('/app/assets/index-old.js')).status).toBe(404)
})

test('the policy allows no script in the page, no other host, and styles by a nonce that is never the same', async () => {
  const nonces = new Set<string>()
  for (let i = 0; i < 2; i++) {
    const page = await get('/app/')
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'; script-src 'self';")
    expect(policy).not.toContain('unsafe')
    expect(policy).not.toContain('http')
    const [, nonce = ''] = /style-src 'self' 'nonce-([^']+)'/.exec(policy) ?? []
    expect(nonce.length).toBeGreaterThan(20)
    expect(await page.text()).toBe(PAGE.replaceAll('__STYLE_NONCE__', nonce))
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(2)
})
