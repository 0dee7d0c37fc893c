import { EngineError, killAll } from '@rollcall/engines'
import { Refused } from '@rollcall/platform'
import { onStopSignals } from '../start/stop-signals.ts'
import { Stack, type StackOptions } from './stack.ts'

const INTERRUPTED = 130

/** Runs `work` on a stack of its own. Ctrl-C takes the stack down and ends the process, whatever the work is doing. */
export async function withStack<T>(options: StackOptions, work: (stack: Stack) => Promise<T>): Promise<T> {
  const stack = new Stack(options)
  const leave = () => process.exit(INTERRUPTED)
  onStopSignals(
    () => {
      options.say('Stopping')
      stack.down().then(leave, leave)
    },
    () => void killAll(stack.folder).finally(leave),
  )
  try {
    await stack.up()
    return await work(stack)
  } catch (error) {
    if (stack.signal.aborted) return await new Promise<never>(() => {}) // the process is on its way out
    throw error instanceof EngineError ? new Refused(error.message, 1) : error
  } finally {
    await stack.down()
  }
}
