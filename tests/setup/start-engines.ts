import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Engines, runningPrograms, startEngines, stopOrphans, takeLock } from '@rollcall/engines'

/** Handed to stop-engines.ts: jest runs both in one process. */
export const running = globalThis as { stopTestEngines?: () => Promise<void> }

/** Once for a whole run of jest, before its workers exist: they inherit the variables. */
export default async function startTestEngines(): Promise<void> {
  if (variables.every((name) => process.env[name])) return
  const { folder, release } = ownFolder()
  const privateFolders = join(folder, 'private')
  await stopOrphans(folder)
  await clearPrivate(privateFolders)
  for (const name of readdirSync(folder)) {
    if (name !== 'private') rmSync(join(folder, name), { recursive: true, force: true })
  }
  const engines = await startEngines({ folder, onMessage: (line) => console.log(line) })
  running.stopTestEngines = async () => {
    await engines.stop()
    await clearPrivate(privateFolders)
    release()
  }
  stopOnSignals(running.stopTestEngines)
  // A test file that needs an engine it can kill makes itself a folder in here.
  process.env.TEST_PRIVATE_FOLDERS = privateFolders
  tellTests(engines.urls)
}

const variables = ['TEST_REDIS_URL', 'TEST_KAFKA_BROKERS', 'TEST_POSTGRES_URL', 'TEST_MONGO_URL']

function tellTests(urls: Engines['urls']): void {
  process.env.TEST_REDIS_URL = urls.redis
  process.env.TEST_KAFKA_BROKERS = urls.kafka
  process.env.TEST_POSTGRES_URL = urls.postgres
  process.env.TEST_MONGO_URL = urls.mongo
}

/** What test files have left that were killed before they could stop what they had started. */
async function clearPrivate(folders: string): Promise<void> {
  mkdirSync(folders, { recursive: true })
  for (const folder of readdirSync(folders).map((name) => join(folders, name))) {
    await stopOrphans(folder)
    if (runningPrograms(folder).length === 0) rmSync(folder, { recursive: true, force: true })
  }
}

/** .rollcall/test, or test-2 and so on while other runs of jest are under way. */
function ownFolder(): { folder: string; release: () => void } {
  const home = fileURLToPath(new URL('../../.rollcall', import.meta.url))
  for (let number = 1; ; number++) {
    const folder = join(home, number === 1 ? 'test' : `test-${number}`)
    const lock = takeLock(`${folder}.lock`)
    if ('release' in lock) return { folder, release: lock.release }
  }
}

/** jest does not run its teardown after Ctrl-C, which comes as several signals when npm runs jest. */
function stopOnSignals(stop: () => Promise<void>): void {
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) return
      isStopping = true
      stop().finally(() => process.exit(1))
    })
  }
}
