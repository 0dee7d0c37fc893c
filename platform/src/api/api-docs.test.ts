import { createApp, endWithProblems } from '../http/express-app.ts'
import { type ListeningServer, listen } from '../http/http-server.ts'
import { operationsDocs } from '../http/operations-docs.ts'
import { createLogger } from '../log/logger.ts'
import { apiDocs } from './api-docs.ts'
import { openApi } from './open-api.ts'

const document = openApi({ title: 'Test', description: 'A test' }, operationsDocs)
let server: ListeningServer
beforeAll(async () => {
  const app = createApp()
  apiDocs(app, document)
  endWithProblems(app, createLogger('test', 'silent'))
  server = await listen(app, 0)
})
afterAll(() => server.close())
const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`)

test('the page runs no script but those of files that are there, from here', async () => {
  const page = await get('/apidocs')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self';")
  const html = await page.text()
  expect(html).not.toMatch(/<script(?! src="\/)|<style|\son\w+=|\sstyle=|https?:/)
  const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = '']) => file)
  expect(files.length).toBeGreaterThan(2)
  for (const file of files) {
    const answer = await get(file)
    expect(`${file} ${answer.status}`).toBe(`${file} 200`)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    await answer.arrayBuffer()
  }
})

test('the document is open to everybody; nothing else of the folder is', async () => {
  expect(await (await get('/apidocs/openapi.json')).json()).toEqual(document)
  for (const path of ['/apidocs/package.json', '/apidocs/..%2fpackage.json']) expect((await get(path)).status).toBe(404)
})
