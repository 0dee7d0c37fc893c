import { randomBytes } from 'node:crypto'
import { createLogger, createPool, type Pool } from '@rollcall/platform'

export const silent = createLogger('test', 'silent')

export function engineUrl(variable: string): string {
  const url = process.env[variable]
  if (!url) throw new Error(`${variable} is not set: the tests' engines are not running`)
  return url
}

export const randomName = (): string => `t${randomBytes(6).toString('hex')}`

export interface FreshDatabase {
  readonly url: string
  readonly pool: Pool
  drop(): Promise<void>
}

/** The address of a database that is not there. */
export function unusedDatabaseUrl(): string {
  const url = new URL(engineUrl('TEST_POSTGRES_URL'))
  url.pathname = `/${randomName()}`
  return url.href
}

export const openDatabase = (url: string): Pool => createPool(url, { max: 4, service: 'test' }, silent)

/** An empty database of a test's own. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const url = unusedDatabaseUrl()
  await onServer(`CREATE DATABASE "${new URL(url).pathname.slice(1)}"`)
  const pool = openDatabase(url)
  return {
    url,
    pool,
    drop: async () => {
      await pool.end()
      await dropDatabase(url)
    },
  }
}

export const dropDatabase = (url: string): Promise<void> =>
  onServer(`DROP DATABASE IF EXISTS "${new URL(url).pathname.slice(1)}" WITH (FORCE)`)

async function onServer(sql: string): Promise<void> {
  const server = new URL(engineUrl('TEST_POSTGRES_URL'))
  server.pathname = '/postgres'
  const pool = createPool(server.href, { max: 1, service: 'test' }, silent)
  try {
    await pool.query(sql)
  } finally {
    await pool.end()
  }
}
