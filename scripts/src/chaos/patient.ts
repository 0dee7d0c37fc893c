import { setTimeout as sleep } from 'node:timers/promises'
import type { Program } from '@rollcall/engines'

const TRY_AGAIN_MS = 300

/** A program that is killed, and brought back however often that fails. What dies by itself is brought back as well. */
export class Patient {
  readonly program: Program
  readonly #signal: AbortSignal
  /** Dead because we wanted it to be. */
  #ours = false
  #reviving: Promise<void> | undefined
  endedByItself = 0

  constructor(program: Program, signal: AbortSignal, say: (line: string) => void) {
    this.program = program
    this.#signal = signal
    program.onExit((how) => {
      if (this.#ours || signal.aborted) return
      this.endedByItself += 1
      say(`${program.name} ended by itself (${how}); it is started again`)
      void this.revive()
    })
  }

  get name(): string {
    return this.program.name
  }

  async kill(): Promise<void> {
    this.#ours = true
    await this.program.kill()
  }

  pause(): void {
    this.program.pause()
  }

  resume(): void {
    this.program.resume()
  }

  /** A service does not start while Postgres is away, and tries again as its supervisor would. */
  revive(): Promise<void> {
    this.#reviving ??= this.#start().finally(() => {
      this.#reviving = undefined
    })
    return this.#reviving
  }

  async #start(): Promise<void> {
    this.#ours = false
    while (!this.#signal.aborted) {
      try {
        return await this.program.start()
      } catch {
        await sleep(TRY_AGAIN_MS) // why is in its log
      }
    }
  }
}
