import { Writable } from 'node:stream'
import pino from 'pino'
import { createApp, endWithProblems } from './express-app.ts'
import { type ListeningServer, listen } from './http-server.ts'
import { problems } from './problem.ts'

const lines: Record<string, unknown>[] = []
const log = pino(
  new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  }),
)
let server: ListeningServer
beforeAll(async () => {
  const app = createApp()
  app.post('/broken', async (req) => {
    for await (const _ of req) throw problems.malformed('not what it should be')
  })
  app.get('/bug', () => {
    throw new Error('a secret of the inside')
  })
  endWithProblems(app, log)
  server = await listen(app, 0, '127.0.0.1')
})
afterAll(async () => {
  server.server.closeAllConnections()
  await server.close()
})
beforeEach(() => {
  lines.length = 0
})

const call = async (method: string, path: string, body?: string) => {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { method, ...(body && { body }) })
  return { status: answer.status, text: await answer.text() }
}

test('what is refused while its body is read is told and logged, with where it came from', async () => {
  const { status, text } = await call('POST', '/broken?token=secret', 'x')
  expect([status, JSON.parse(text).type]).toEqual([400, 'urn:rollcall:problem:malformed'])
  expect(lines).toEqual([
    expect.objectContaining({ msg: 'request refused', status: 400, path: '/broken', address: '127.0.0.1' }),
  ])
  expect(JSON.stringify(lines)).not.toContain('secret')
})

test('a bug is a blank 500, and an error in the log', async () => {
  const { status, text } = await call('GET', '/bug')
  expect([status, text.includes('inside')]).toEqual([500, false])
  expect(lines).toEqual([expect.objectContaining({ level: 50, msg: 'request failed', path: '/bug' })])
})
