import { type Express, Router } from 'express'
import { createApp, endWithProblems } from '../http/express-app.ts'
import { type ListeningServer, listen } from '../http/http-server.ts'
import { problems } from '../http/problem.ts'
import { createLogger } from '../log/logger.ts'
import { createRegistry, type Registry } from './metrics.ts'
import { requestCounter } from './request-metrics.ts'

let registry: Registry
let server: ListeningServer

async function serve(routes: (app: Express) => void): Promise<void> {
  registry = createRegistry('test')
  const app = createApp(registry)
  routes(app)
  endWithProblems(app, createLogger('test', 'silent'))
  server = await listen(app, 0)
}
afterEach(() => server.close())

async function ask(...paths: string[]): Promise<void> {
  await Promise.all(paths.map(async (path) => (await fetch(`http://127.0.0.1:${server.port}${path}`)).text()))
}
/** An answer is counted when its connection has taken it, a moment after the client has it. */
async function counted(requests: number): Promise<Record<string, number>> {
  for (;;) {
    const { values } = await requestCounter(registry).get()
    const sum = values.reduce((total, { value }) => total + value, 0)
    if (sum >= requests) return Object.fromEntries(values.map(({ labels, value }) => [label(labels), value]))
    await new Promise(setImmediate)
  }
}
const label = ({ route, status }: { route?: unknown; status?: unknown }) => `${route} ${status}`

test('a route is counted by its pattern, also where its router is mounted and where it fails', async () => {
  const schools = Router()
  schools.get('/', (_req, res) => res.json([]))
  schools.get('/:id', (req, res) => {
    if (req.params.id === '9') throw problems.notFound('school')
    res.json({})
  })
  await serve((app) => {
    app.get('/plain/:name', (_req, res) => res.json({}))
    app.use('/api/v1', Router().use('/schools', schools))
    app.use(
      '/of/:school',
      Router({ mergeParams: true }).get('/days', (_req, res) => res.json({})),
    )
  })
  await ask('/plain/a', '/plain/b?x=1', '/api/v1/schools', '/api/v1/schools/', '/api/v1/schools/7', '/api/v1/schools/9')
  await ask('/of/7/days', '/of/8/days', '/nothing/7')
  expect(await counted(9)).toEqual({
    'GET /plain/:name 200': 2,
    'GET /api/v1/schools 200': 2,
    'GET /api/v1/schools/:id 200': 1,
    'GET /api/v1/schools/:id 404': 1,
    'GET /of/:id/days 200': 2,
    'other 404': 1,
  })
})

test('however many addresses are asked for, the series are few', async () => {
  await serve((app) => {
    app.get(/^\/files\/.*/, (_req, res) => res.json({}))
    app.use(
      '/in/:word',
      Router({ mergeParams: true }).get('/here', (_req, res) => res.json({})),
    )
  })
  const words = Array.from({ length: 400 }, (_, index) => `word-${index}`)
  await ask(...words.flatMap((word) => [`/files/${word}`, `/in/${word}/here`]))
  expect(Object.keys(await counted(800)).length).toBeLessThanOrEqual(301)
})
