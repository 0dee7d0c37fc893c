import { EngineError, killAll } from '@rollcall/engines'
import { onStopSignals } from './stop-signals.ts'
import type { Supervisor } from './supervisor.ts'

/** The life of the process around a supervisor; it ends the process. Exit code 0 when somebody asked for the end. */
export function runUntilStopped(supervisor: Supervisor, folder: string): void {
  let killed = false
  const end = (exitCode: number) => {
    supervisor.stop().then(
      () => process.exit(killed ? 130 : exitCode),
      (error) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  const fail = (error: unknown) => {
    if (supervisor.isStopping) return // whatever fails on the way out is no news
    console.error(error instanceof EngineError ? error.message : error)
    end(1)
  }
  onStopSignals(
    () => end(0),
    () => {
      killed = true
      killAll(folder).finally(() => process.exit(130))
    },
  )
  process.on('uncaughtException', fail) // it must not leave all that it has started behind
  supervisor.start().catch(fail)
}
