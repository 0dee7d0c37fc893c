import { createDatabase, migrateUp } from '@rollcall/database'
import { EngineError, type Engines, runningProgram, startEngines } from '@rollcall/engines'
import {
  createLogger,
  createPool,
  Names,
  namespaceConfig,
  type Pool,
  postgresConfig,
  Refused,
  readConfig,
} from '@rollcall/platform'
import { demoEnvironment } from '../demo-environment.ts'
import { demoFolder, takeFolder } from '../start/demo-folder.ts'
import { onStopSignals } from '../start/stop-signals.ts'

const INTERRUPTED = 130
/** A transaction of the seed may take its time. */
const STATEMENT_TIMEOUT_MS = 3_600_000
const log = createLogger('seed', 'fatal')

type Work = (pool: Pool, signal: AbortSignal) => Promise<void>

/**
 * Runs `work` on the Postgres that the environment names; else on that of the running demo; else on the demo's own, which is
 * started for it and stopped again, so that the next `npm start` shows what was made. Ctrl-C ends it in order.
 */
export async function withSeedDatabase(
  environment: NodeJS.ProcessEnv,
  connections: number,
  work: Work,
  say: (line: string) => void,
): Promise<void> {
  const giveUp = new AbortController()
  const { signal } = giveUp
  let ours: Engines | undefined
  onStopSignals(
    () => {
      say('Stopping: the same command goes on from here')
      process.exitCode = INTERRUPTED
      giveUp.abort()
    },
    // What is under way is rolled back by Postgres itself.
    () => void Promise.resolve(ours?.engines.postgres.kill()).finally(() => process.exit(INTERRUPTED)),
  )
  const onDatabase = (env: NodeJS.ProcessEnv) => inDatabase(env, connections, (pool) => work(pool, signal))
  const startOurs = async () => {
    say('Starting postgres')
    ours = await startEngines({ folder: demoFolder, only: ['postgres'], onMessage: say, signal })
    return ours
  }
  try {
    if (environment.DATABASE_URL) await onDatabase(environment)
    else await onDemo(environment, onDatabase, startOurs)
  } catch (error) {
    if (!signal.aborted) throw error instanceof EngineError ? new Refused(error.message, 1) : error
  }
}

async function inDatabase(
  env: NodeJS.ProcessEnv,
  connections: number,
  work: (pool: Pool) => Promise<void>,
): Promise<void> {
  const config = readConfig({ ...namespaceConfig, ...postgresConfig }, env)
  const url = new Names(config.NAMESPACE).databaseUrl(config.DATABASE_URL)
  await createDatabase(url, log)
  const options = { max: connections, service: 'seed', statementTimeoutMs: STATEMENT_TIMEOUT_MS }
  const pool = createPool(url, options, log)
  try {
    await migrateUp(pool)
    await work(pool)
  } finally {
    await pool.end()
  }
}

async function onDemo(
  environment: NodeJS.ProcessEnv,
  onDatabase: (env: NodeJS.ProcessEnv) => Promise<void>,
  startOurs: () => Promise<Engines>,
): Promise<void> {
  const lock = takeFolder(demoFolder)
  // `npm start` runs and says where: it may use another Postgres than the folder's.
  if ('heldBy' in lock) {
    const running = await demoEnvironment(environment)
    if (running.DATABASE_URL) return onDatabase(running)
    throw new Refused('Rollcall is just starting here: wait until `npm start` says that it is up.', 1)
  }
  try {
    // Left running by `npm run engines -- up`.
    const left = runningProgram(demoFolder, 'postgres')
    if (left) return await onDatabase({ ...environment, DATABASE_URL: left.url })
    const engines = await startOurs()
    try {
      await onDatabase({ ...environment, DATABASE_URL: engines.urls.postgres })
    } finally {
      await engines.stop()
    }
  } finally {
    lock.release()
  }
}
