import { createLogger, createPool, Names, type Pool } from '@rollcall/platform'
import { keysInDemoFile } from '../demo/demo-file.ts'
import { fillPastDays } from '../demo/fill-past-days.ts'
import { playLive } from '../demo/play-live.ts'
import { districtOf, readNotes } from '../seed/district-notes.ts'
import { demoFile } from './demo-folder.ts'
import type { Preparation } from './prepare.ts'

/** What goes on once everything is up, side by side, until it is done or all of it is stopped. */
export const afterwards: ((running: Preparation) => Promise<void>)[] = [pastDays, live]

const log = createLogger('start', 'error')

/** In the background: at the first start it takes half a minute, and nobody has to wait for it. */
async function pastDays({ stores, environment, say, signal }: Preparation): Promise<void> {
  await withPool(stores.postgres, environment, (pool) => fillPastDays({ pool, now: Date.now(), signal, say }))
}

/** `npm start -- --live` */
async function live({ stores, addresses, environment, args, say, signal }: Preparation): Promise<void> {
  if (!args.includes('--live')) return
  const [note] = await withPool(stores.postgres, environment, readNotes)
  const { deviceKey } = await keysInDemoFile(demoFile)
  if (!note || !deviceKey) return
  await playLive({
    district: districtOf(note),
    ingestUrl: addresses['attendance-service'] ?? '',
    deviceKey,
    signal,
    say,
  })
}

async function withPool<T>(url: string, environment: NodeJS.ProcessEnv, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = createPool(new Names(environment.NAMESPACE).databaseUrl(url), { max: 3, service: 'demo' }, log)
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}
