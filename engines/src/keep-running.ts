import { setTimeout as delay } from 'node:timers/promises'
import { EngineError, type Program } from './engine.ts'

const firstPauseMs = 250
const longestPauseMs = 10_000
/** Whoever has lived this long has started well: the next pause is a short one again. */
const soundAfterMs = 60_000

/** Starts a program again whenever it dies. Returns how to let it go. */
export function keepRunning(program: Program, say: (line: string) => void): () => void {
  const letGo = new AbortController()
  let pauseMs = firstPauseMs
  let upSince = Date.now()

  async function startAgain(how: string): Promise<void> {
    if (Date.now() - upSince > soundAfterMs) pauseMs = firstPauseMs
    for (let reason = `ended (${how})`; !letGo.signal.aborted; ) {
      say(`${program.name} ${reason}; it is started again`)
      await delay(pauseMs, undefined, { signal: letGo.signal })
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      try {
        await program.start()
        upSince = Date.now()
        return say(`${program.name} is up again`)
      } catch (error) {
        reason = `did not start: ${error instanceof EngineError ? error.message : String(error)}`
      }
    }
  }

  program.onExit((how) => {
    startAgain(how).catch(() => {}) // let go while it waited
  })
  return () => letGo.abort()
}
