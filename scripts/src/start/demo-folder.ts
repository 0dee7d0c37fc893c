import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { EngineError, type Lock, takeLock } from '@rollcall/engines'

/** The demo's data, logs and pid files; also the home of `npm run engines`. */
export const demoFolder = fileURLToPath(new URL('../../../.rollcall/demo', import.meta.url))

/** What a client of the demo has to know: addresses and keys. */
export const demoFile = fileURLToPath(new URL('../../../.rollcall/demo.json', import.meta.url))

/** Held by whoever starts and stops things in the folder; `npm start` holds it as long as it runs. */
export function takeFolder(folder: string): Lock {
  return takeLock(join(folder, 'start.lock'))
}

const stoppingMark = (folder: string) => join(folder, 'stopping')
/** Long enough for one whose npm was killed to notice that it has to stop. */
const patienceMs = 5_000

/** There is one `npm start` for a folder. One that is about to end is waited for. Returns how to give the folder back. */
export async function keepFolder(folder: string): Promise<() => void> {
  const patienceEnds = Date.now() + patienceMs
  for (;;) {
    // Looked for before the lock, as it goes after it: who sees neither sees one that does not mean to stop.
    const stopping = existsSync(stoppingMark(folder))
    const lock = takeFolder(folder)
    if ('release' in lock) {
      rmSync(stoppingMark(folder), { force: true }) // left by one that was killed while it stopped
      return lock.release
    }
    if (!stopping && Date.now() > patienceEnds) {
      throw new EngineError(
        `Rollcall already runs here (process ${lock.heldBy}): use it, or stop it with Ctrl-C first.`,
      )
    }
    await delay(50)
  }
}

/** Tells the next `npm start` to wait. */
export function markStopping(folder: string): () => void {
  writeFileSync(stoppingMark(folder), '')
  return () => rmSync(stoppingMark(folder), { force: true })
}
