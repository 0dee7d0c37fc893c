import {
  Api,
  byKey,
  ChangeNotice,
  connectRedis,
  createApp,
  createLogger,
  endWithProblems,
  listen,
  Names,
  type Pool,
  quitRedis,
  TokenDirectory,
  TokenStore,
} from '@rollcall/platform'
import { createTestDatabase } from '../../../tests/support/database.ts'
import { peopleParts } from '../people/people-parts.ts'

export interface Told {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: the body of an answer is what the test looks at
  readonly body: any
  readonly text: string
  readonly headers: Headers
}

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  options?: { key?: string; headers?: Record<string, string> },
) => Promise<Told>

/** The calls about schools, classes and people, on a database of a test's own. */
export interface PeopleApi {
  readonly pool: Pool
  readonly url: string
  readonly call: Call
  /** Sends in a file and waits for what became of it. */
  readonly importFile: (
    kind: string,
    file: string | Buffer,
    options?: { key?: string; query?: string },
  ) => Promise<Told>
  /** An API token for one school; null: for the district. */
  readonly key: (schoolId: number | null) => Promise<string>
  readonly close: () => Promise<void>
}

export async function startPeopleApi(): Promise<PeopleApi> {
  const log = createLogger('test', 'silent')
  const database = await createTestDatabase('people')
  const { pool } = database
  const redis = connectRedis(process.env.TEST_REDIS_URL ?? '', log)
  const names = new Names(new URL(database.url).pathname.slice(1).replaceAll('_', '-'))
  const store = new TokenStore(pool)
  const tokens = new TokenDirectory(store, log)
  const key = async (schoolId: number | null) => {
    const { secret } = await store.create({ kind: 'api', name: 'test', schoolId, limitPerSecond: null })
    await tokens.startOver()
    return secret
  }
  const district = await key(null)
  const parts = peopleParts(pool, new ChangeNotice(redis, names, log), log)
  const api = new Api({ title: 'Test', description: 'A test', authentication: byKey(tokens) }).add(...parts.routes)
  const app = createApp()
  app.use(api.router())
  endWithProblems(app, createLogger('test', 'error'))
  const server = await listen(app, 0)
  const url = `http://127.0.0.1:${server.port}`

  const call: Call = async (method, path, body, { key: caller = district, headers = {} } = {}) => {
    const raw = typeof body === 'string' || Buffer.isBuffer(body)
    const answer = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${caller}`,
        ...(body !== undefined && !raw && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? new Uint8Array(Buffer.from(body)) : JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = /json/.test(answer.headers.get('content-type') ?? '')
    return { status: answer.status, body: isJson ? JSON.parse(text) : undefined, text, headers: answer.headers }
  }
  return {
    pool,
    url,
    call,
    key,
    importFile: (kind, file, { key: caller = district, query = '' } = {}) =>
      call('POST', `/api/imports?kind=${kind}&wait=true${query}`, file, {
        key: caller,
        headers: { 'content-type': 'text/csv' },
      }),
    close: async () => {
      await server.close()
      await parts.stop()
      await quitRedis(redis)
      await database.drop()
    },
  }
}
