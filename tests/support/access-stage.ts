import {
  Api,
  byKeyOrSession,
  createApp,
  createLogger,
  endWithProblems,
  hashPassword,
  type Logger,
  listen,
  type Pool,
  SESSION_COOKIE,
  SessionStore,
  TokenDirectory,
  type TokenKind,
  TokenStore,
} from '@rollcall/platform'
import { accessRoutes } from '../../dashboard-service/src/access/access-routes.ts'
import type { AdminRole } from '../../dashboard-service/src/admins/admin.ts'
import { addSchools, createTestDatabase } from './database.ts'

export const PASSWORD = 'a long sentence is good'

export interface Said {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly body: any
}

export interface Ask {
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

export interface AccessStage {
  readonly pool: Pool
  readonly url: string
  readonly tokens: TokenStore
  ask(path: string, ask?: Ask): Promise<Said>
  admin(email: string, role: AdminRole, schools?: readonly number[]): Promise<number>
  key(kind: TokenKind, schoolId: number | null): Promise<Record<string, string>>
  signIn(email: string, password?: string, headers?: Record<string, string>): Promise<Said>
  /** The headers of somebody who has signed in, as one of our own pages sends them. */
  session(email: string, password?: string): Promise<Record<string, string>>
  close(): Promise<void>
}

export const cookieOf = ({ headers }: Said): string => {
  const [, value] = new RegExp(`^${SESSION_COOKIE}=([^;]*);`).exec(headers.get('set-cookie') ?? '') ?? []
  return `${SESSION_COOKIE}=${value ?? ''}`
}

/** The calls of access over HTTP, on a database with three schools, without the rest of the service. */
export async function accessStage(log: Logger = createLogger('test', 'silent')): Promise<AccessStage> {
  const database = await createTestDatabase()
  const { pool } = database
  await addSchools(pool, [{ id: 1 }, { id: 2 }, { id: 3 }])
  const tokens = new TokenStore(pool)
  const directory = new TokenDirectory(tokens, createLogger('test', 'silent'))
  await directory.start()
  const sessions = new SessionStore(pool)
  const api = new Api({ title: 'Test', description: 'Access', authentication: byKeyOrSession(directory, sessions) })
  let reading = Promise.resolve()
  const notice = {
    tell: () => {
      reading = directory.startOver()
    },
  }
  api.add(...accessRoutes({ pool, sessions, notice, log }))
  const app = createApp(undefined, { trustedProxies: ['loopback'] })
  app.use(api.router())
  endWithProblems(app, log)
  const server = await listen(app, 0, '127.0.0.1')
  const url = `http://127.0.0.1:${server.port}`
  const passwordHash = await hashPassword(PASSWORD)

  const ask: AccessStage['ask'] = async (path, { method = 'GET', body, headers = {} } = {}) => {
    await reading
    const json = body !== undefined && { 'content-type': 'application/json' }
    const answer = await fetch(url + path, {
      method,
      headers: { ...json, ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : undefined }
  }
  const signIn: AccessStage['signIn'] = (email, password = PASSWORD, headers = {}) =>
    ask('/api/sign-in', { method: 'POST', body: { email, password }, headers })
  return {
    pool,
    url,
    tokens,
    ask,
    signIn,
    async admin(email, role, schools = []) {
      const { rows } = await pool.query<{ id: number }>(
        'INSERT INTO access.admins (email, name, role, password_hash) VALUES ($1, $1, $2, $3) RETURNING id',
        [email, role, passwordHash],
      )
      const id = rows[0]?.id ?? 0
      await pool.query('INSERT INTO access.admin_schools SELECT $1, unnest($2::int[])', [id, schools])
      return id
    },
    async key(kind, schoolId) {
      const { secret } = await tokens.create({ kind, name: 'test', schoolId, limitPerSecond: null })
      await directory.startOver()
      return { authorization: `Bearer ${secret}` }
    },
    async session(email, password) {
      const said = await signIn(email, password)
      if (said.status !== 204) throw new Error(`could not sign in: ${said.status}`)
      return { cookie: cookieOf(said), origin: url }
    },
    async close() {
      await server.close()
      await directory.stop()
      await database.drop()
    },
  }
}
