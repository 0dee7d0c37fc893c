import type { Redis } from '@rollcall/platform'

export type ScriptName = 'gateLook' | 'gateMark' | 'gateEstablish' | 'gateKnowAll'
export type Argument = string | number | Buffer

/** Something that a gate has asked and waits for. */
export interface HeldCall {
  readonly name: ScriptName | 'neverRecorded'
  readonly args: readonly Argument[]
  answer(reply: unknown): void
  /** The reply is lost: the gate can't tell whether it was carried out. */
  lose(): void
}

export type Lua = Readonly<Record<ScriptName, string>>

/** A CheckInGate's Redis and Kafka in the hands of a test: every call waits until the test answers it. */
export class HeldRedis {
  readonly calls: HeldCall[] = []
  readonly lua = {} as Record<ScriptName, string>

  /** What CheckInGate uses of a Redis: the scripts it defines. */
  get redis(): Redis {
    const define = (name: ScriptName, { lua }: { lua: string }) => {
      this.lua[name] = lua
    }
    const script = (name: ScriptName) => ({ [name]: (...args: Argument[]) => this.#hold(name, args) })
    const scripts = [script('gateLook'), script('gateMark'), script('gateEstablish'), script('gateKnowAll')]
    // Nothing else of Redis is there, so that a gate that came to use more would fail here.
    return Object.assign({ defineCommand: define }, ...scripts) as unknown as Redis
  }

  neverRecorded = (): Promise<boolean> => this.#hold('neverRecorded', []) as Promise<boolean>

  take(call: HeldCall): void {
    this.calls.splice(this.calls.indexOf(call), 1)
  }

  #hold(name: HeldCall['name'], args: readonly Argument[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const held: HeldCall = {
        name,
        args,
        answer: (reply) => {
          this.take(held)
          resolve(reply)
        },
        lose: () => {
          this.take(held)
          reject(new Error('the reply is lost'))
        },
      }
      this.calls.push(held)
    })
  }
}

/** Everything that could go on has gone on: the gates wait for nothing but the calls that are held. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
