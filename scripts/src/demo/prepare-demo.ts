import { createPool, type Logger } from '@rollcall/platform'
import { demoAdmin } from './demo-admin.ts'
import { type DemoFile, keysInDemoFile, writeDemoFile } from './demo-file.ts'
import { demoKeys } from './demo-keys.ts'
import { seedDemo } from './seed-demo.ts'

export interface DemoSettings extends Pick<DemoFile, 'ingestUrl' | 'dashboardUrl' | 'tasksUrl' | 'engines'> {
  readonly hr?: DemoFile['hr']
  /** The migrated database that the services use. */
  readonly databaseUrl: string
  /** Where the keys and addresses are kept: .rollcall/demo.json. */
  readonly file: string
  readonly log: Logger
}

/** Everything that `npm start` shows: the district, keys to use it, and the file that tells both. May be repeated. */
export async function prepareDemo(settings: DemoSettings): Promise<DemoFile> {
  const { databaseUrl, file, log, ingestUrl, dashboardUrl, tasksUrl, engines, hr = null } = settings
  const pool = createPool(databaseUrl, { max: 2, service: 'demo' }, log)
  try {
    const { outcome } = await seedDemo(pool)
    log.info({ outcome }, 'demo district')
    const earlier = await keysInDemoFile(file)
    const admin = await demoAdmin(pool, earlier.admin)
    const keys = await demoKeys(pool, earlier)
    const demo = { ingestUrl, dashboardUrl, tasksUrl, admin, ...keys, hr, engines }
    await writeDemoFile(file, demo)
    return demo
  } finally {
    await pool.end()
  }
}
