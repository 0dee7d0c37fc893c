import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { damaged, EngineError, type Place, type Recipe } from './engine.ts'
import { findPostgres } from './postgres-binaries.ts'
import { asPostgresUser, type PostgresUser, postgresUser } from './postgres-user.ts'
import { run } from './tools.ts'

const database = 'rollcall'
const user = 'rollcall'

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // a socket file would stay behind after a kill -9
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  // It is killed in tests: what was committed has to be there afterwards.
  fsync: 'on',
  synchronous_commit: 'on',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

export function postgres({ folder, ports }: Place): Recipe {
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  const url = `postgres://${user}:${password(folder, passwordFile)}@127.0.0.1:${ports[0]}/${database}`
  return {
    title: 'Postgres',
    url,
    stopSignal: 'SIGINT', // fast: it does not wait for clients to go away
    async prepare(signal) {
      const { bin, major } = await findPostgres()
      const runner = await postgresUser(bin, folder)
      if (existsSync(data)) checkData(data, major)
      else await initialise(bin, runner, folder, passwordFile, signal)
      const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
      const args = ['-D', data, '-p', String(ports[0]), ...options]
      return { ...asPostgresUser(runner, join(bin, 'postgres'), args), cwd: folder }
    },
    async ready() {
      await ask(url.replace(/[^/]+$/, 'postgres'), async (client) => {
        const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [database])
        if (found.rowCount === 0) await client.query(`CREATE DATABASE ${database}`)
      })
    },
    damage(log) {
      const fatal = log.match(/(?:FATAL|PANIC): {2}(.*)/g)?.find((line) => !/address already in use/i.test(line))
      const isData =
        /incompatible|pg_control|checkpoint record|could not (open|read|access)|ownership|permissions|invalid/
      return fatal && isData.test(fatal) ? { folder: data, reason: fatal.replace(/^\w+: +/, '') } : undefined
    },
  }
}

export async function pingPostgres(url: string): Promise<void> {
  await ask(url, (client) => client.query('SELECT 1'))
}

async function ask(url: string, question: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000, query_timeout: 10_000 })
  client.on('error', () => {}) // it also rejects the query under way
  try {
    await client.connect()
    await question(client)
  } finally {
    await client.end().catch(() => {})
  }
}

function password(folder: string, file: string): string {
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, randomBytes(16).toString('hex'), { mode: 0o600 })
  }
  return readFileSync(file, 'utf8')
}

async function initialise(
  bin: string,
  runner: PostgresUser | undefined,
  folder: string,
  passwordFile: string,
  signal: AbortSignal,
): Promise<void> {
  // Made under another name and renamed: data that is there is whole.
  const unfinished = join(folder, 'unfinished')
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  if (runner) for (const path of [unfinished, passwordFile]) chownSync(path, runner.uid, runner.gid)
  const args = [
    `--pgdata=${unfinished}`,
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Postgres' own C.UTF-8: the same order and case rules on every operating system.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ]
  const { file, args: all, ...rest } = asPostgresUser(runner, join(bin, 'initdb'), args)
  const { ok, output } = await run(file, all, { ...rest, cwd: folder, signal })
  if (!ok) throw new EngineError(`Postgres' data folder could not be made: ${output.trim().slice(-300)}`)
  renameSync(unfinished, join(folder, 'data'))
}

function checkData(data: string, major: string): void {
  const file = join(data, 'PG_VERSION')
  if (!existsSync(file)) throw damaged('Postgres', data, 'PG_VERSION is missing')
  const version = readFileSync(file, 'utf8').trim()
  if (version !== major) throw damaged('Postgres', data, `it was made by version ${version}, this is ${major}`)
}
