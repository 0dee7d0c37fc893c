import { jest } from '@jest/globals'
import { z } from 'zod'
import { createApp, endWithProblems } from '../http/express-app.ts'
import { type ListeningServer, listen } from '../http/http-server.ts'
import { problems } from '../http/problem.ts'
import { createLogger } from '../log/logger.ts'
import { Api } from './api.ts'
import type { Caller } from './caller.ts'
import { route } from './route.ts'

const callers: Record<string, Caller> = {
  viewer: { kind: 'admin', id: 1, name: 'Vera', role: 'viewer', schools: [1] },
  district: { kind: 'admin', id: 2, name: 'Dora', role: 'district', schools: null },
  device: { kind: 'token', id: 3, name: 'device key 3', role: 'device', schools: null },
}
const handle = jest.fn(({ body, params }: { body: unknown; params: unknown }) => ({
  status: 201,
  body: { data: { params, body } },
}))
const item = z.object({ name: z.string('a text').min(1, 'not empty'), size: z.number('a number').optional() })
const api = new Api({
  title: 'Test',
  description: 'A test',
  authentication: {
    callerOf: ({ headers }) => {
      if (headers.authorization === 'wrong') throw problems.unauthorized()
      return callers[headers.authorization ?? '']
    },
  },
}).add(
  route({
    method: 'put',
    path: '/api/things/{id}',
    tag: 'Things',
    summary: 'Change one',
    right: 'people.write',
    params: z.object({ id: z.coerce.number('a number') }),
    body: item,
    wrapped: 'thing',
    answers: { 201: { description: 'Changed', schema: z.object({ data: z.unknown() }) } },
    handle: ({ params, body }) => handle({ params, body }),
  }),
  route({
    method: 'get',
    path: '/api/things',
    tag: 'Things',
    summary: 'All of them',
    right: 'people.read',
    query: z.object({ limit: z.coerce.number('a number').max(10, 'at most 10').default(5) }),
    answers: { 200: { description: 'Things', schema: z.object({ limit: z.number() }) } },
    handle: ({ query }) => ({ body: { limit: query.limit } }),
  }),
  route({
    method: 'get',
    path: '/open',
    tag: 'Things',
    summary: 'For everybody',
    right: 'open',
    answers: { 204: { description: 'Nothing' } },
    handle: () => ({ status: 204 }),
  }),
)

let server: ListeningServer
beforeAll(async () => {
  const app = createApp()
  app.use(api.router())
  endWithProblems(app, createLogger('test', 'silent'))
  server = await listen(app, 0)
})
afterAll(() => server.close())
beforeEach(() => handle.mockClear())

const call = async (method: string, path: string, who?: string, body?: unknown, type = 'application/json') => {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers: { ...(who && { authorization: who }), ...(body !== undefined && { 'content-type': type }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, allow: answer.headers.get('allow'), body: text && JSON.parse(text) }
}

test.each([
  ['nobody', 'PUT', '/api/things/1', undefined, 401],
  ['a wrong key, even where none is needed', 'GET', '/open', 'wrong', 401],
  ['a role without the right', 'PUT', '/api/things/1', 'viewer', 403],
  ['a device', 'GET', '/api/things', 'device', 403],
] as const)('%s is turned away before the body is looked at', async (_who, method, path, who, status) => {
  const { status: answered, body } = await call(method, path, who, method === 'PUT' ? 'not JSON' : undefined)
  expect(answered).toBe(status)
  expect(body.type).toMatch(/^urn:rollcall:problem:/)
  expect(handle).not.toHaveBeenCalled()
})

test('a body comes bare or in its name, and is checked', async () => {
  const expected = { data: { params: { id: 7 }, body: { name: 'x' } } }
  expect(await call('PUT', '/api/things/7', 'district', { name: 'x' })).toMatchObject({ status: 201, body: expected })
  expect(await call('PUT', '/api/things/7', 'district', { thing: { name: 'x' } })).toMatchObject({ body: expected })
})

test.each([
  ['every field at once', '/api/things/x', { size: 'x' }, 'application/json', 400, ['id']],
  ['fields of the body', '/api/things/1', { name: '', size: 'x' }, 'application/json', 400, ['name', 'size']],
  ['no object', '/api/things/1', [1], 'application/json', 400, ['']],
  ['not JSON', '/api/things/1', '{', 'application/json', 400, undefined],
  ['another type', '/api/things/1', 'x', 'text/plain', 415, undefined],
  ['too large', '/api/things/1', { name: 'x'.repeat(1_100_000) }, 'application/json', 413, undefined],
] as const)('%s: a problem', async (_what, path, body, type, status, fields) => {
  const answer = await call('PUT', path, 'district', body, type)
  expect(answer.status).toBe(status)
  expect(answer.body.errors?.map((error: { field: string }) => error.field)).toEqual(fields)
  expect(handle).not.toHaveBeenCalled()
})

test('a query has its defaults and limits; another method is told which there are', async () => {
  expect(await call('GET', '/api/things', 'viewer')).toMatchObject({ status: 200, body: { limit: 5 } })
  expect(await call('GET', '/api/things?limit=11', 'viewer')).toMatchObject({ status: 400 })
  expect(await call('DELETE', '/api/things', 'viewer')).toMatchObject({ status: 405, allow: 'GET' })
  expect(await call('GET', '/open')).toMatchObject({ status: 204, body: '' })
})

test('the document says what the routes say', () => {
  const document = JSON.parse(JSON.stringify(api.document()))
  const put = document.paths['/api/things/{id}'].put
  expect(put.parameters).toEqual([{ name: 'id', in: 'path', required: true, schema: expect.anything() }])
  expect(put.requestBody.content['application/json'].schema).toMatchObject({ required: ['name'] })
  expect(Object.keys(put.responses)).toEqual(expect.arrayContaining(['201', '400', '401', '403', '404', '500']))
  expect(put['x-right']).toBe('people.write')
  expect(document.paths['/open'].get.security).toEqual([])
  const { parameters } = document.paths['/api/things'].get
  expect(parameters).toEqual([expect.objectContaining({ name: 'limit', in: 'query', required: false })])
})
