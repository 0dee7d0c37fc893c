import { once } from 'node:events'
import { connectRedisOnce, createLogger, quitRedis, type Redis } from '@rollcall/platform'
import { sharedEngines } from '../support/system.ts'
import type { Argument, Lua, ScriptName } from './held-redis.ts'

type Scripted = Redis & Record<ScriptName, (...args: Argument[]) => Promise<unknown>>
/** As Redis itself writes a key down; null: it is not there. */
export type Snapshot = ReadonlyMap<string, Buffer | null>

/** A real Redis with the gate's scripts, and the keys of a history in it, that can be lost and put back. */
export class GateInRedis {
  readonly #redis: Scripted
  readonly #keys: readonly string[]
  readonly #epochKey: string

  private constructor(redis: Redis, keys: readonly string[], epochKey: string) {
    this.#redis = redis as Scripted
    this.#keys = [...keys, epochKey]
    this.#epochKey = epochKey
  }

  static async connect(keys: readonly string[], epochKey: string, lua: Lua): Promise<GateInRedis> {
    const redis = connectRedisOnce(sharedEngines().redis, createLogger('test', 'silent'))
    await once(redis, 'ready')
    for (const [name, text] of Object.entries(lua)) redis.defineCommand(name, { lua: text })
    return new GateInRedis(redis, keys, epochKey)
  }

  run = (name: ScriptName, args: readonly Argument[]): Promise<unknown> => this.#redis[name](...args)

  async forget(): Promise<void> {
    await this.#redis.unlink(...this.#keys)
  }

  async snapshot(): Promise<Snapshot> {
    const held = await Promise.all(this.#keys.map((key) => this.#redis.dumpBuffer(key)))
    return new Map(this.#keys.map((key, index) => [key, held[index] ?? null]))
  }

  /** As a Redis that starts again from its snapshot: everything is as it was then, but for the run_id. */
  async startFrom(snapshot: Snapshot): Promise<void> {
    await this.forget()
    for (const [key, written] of snapshot) if (written) await this.#redis.restore(key, 0, written)
    const before = await this.#redis.hget(this.#epochKey, 'run_id')
    if (before) await this.#redis.hset(this.#epochKey, 'run_id', `${before}0`)
  }

  async close(): Promise<void> {
    await this.forget()
    await quitRedis(this.#redis)
  }
}
