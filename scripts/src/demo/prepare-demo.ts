import { createPool, type Logger } from '@rollcall/platform'
import { type DemoFile, keysInDemoFile, writeDemoFile } from './demo-file.ts'
import { demoKeys } from './demo-keys.ts'
import { seedDemo } from './seed-demo.ts'

export interface DemoSettings extends Pick<DemoFile, 'ingestUrl' | 'dashboardUrl' | 'tasksUrl' | 'engines'> {
  /** The migrated database that the services use. */
  readonly databaseUrl: string
  /** Where the keys and addresses are kept: .rollcall/demo.json. */
  readonly file: string
  readonly log: Logger
}

/** Everything that `npm start` shows: the district, keys to use it, and the file that tells both. May be repeated. */
export async function prepareDemo(settings: DemoSettings): Promise<DemoFile> {
  const { databaseUrl, file, log, ingestUrl, dashboardUrl, tasksUrl, engines } = settings
  const pool = createPool(databaseUrl, { max: 2, service: 'demo' }, log)
  try {
    const outcome = await seedDemo(pool)
    log.info({ outcome }, 'demo district')
    const keys = await demoKeys(pool, await keysInDemoFile(file))
    const demo = { ingestUrl, dashboardUrl, tasksUrl, ...keys, engines }
    await writeDemoFile(file, demo)
    return demo
  } finally {
    await pool.end()
  }
}
