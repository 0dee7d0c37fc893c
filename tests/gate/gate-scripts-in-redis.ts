import { once } from 'node:events'
import { gateKey } from '@rollcall/domain'
import { connectRedisOnce, createLogger, type Names, quitRedis, type Redis } from '@rollcall/platform'
import { putSlot, slotIn } from '../support/gate-slot.ts'
import { sharedEngines } from '../support/system.ts'
import type { Argument, Lua, ScriptName } from './held-redis.ts'
import { day } from './history.ts'

/** All that Redis holds of one person's day: the slot as text, and the epoch. */
export interface Kept {
  readonly slot: string | null
  /** `same`: it carries the run_id of this Redis. */
  readonly epoch: { readonly token: string; readonly since: string; readonly same: boolean } | null
}
export const NOTHING_KEPT: Kept = { slot: null, epoch: null }

interface Ran {
  readonly reply: unknown
  readonly after: Kept
}

export const PERSON = 7

/**
 * The gate's own scripts, run by a real Redis on any state: it is put there, the script runs, what is there afterwards is
 * read. The same script on the same state does the same, so that each is run once.
 */
export class GateScriptsInRedis {
  readonly key: string
  readonly epochKey: string
  readonly #redis: Redis
  readonly #runId: string
  readonly #ran = new Map<string, Ran>()

  private constructor(redis: Redis, runId: string, names: Names, lua: Lua) {
    for (const [name, text] of Object.entries(lua)) redis.defineCommand(name, { lua: text })
    this.#redis = redis
    this.#runId = runId
    this.key = names.key(gateKey(day.date, PERSON))
    this.epochKey = names.key('gate:epoch')
  }

  static async connect(names: Names, lua: Lua): Promise<GateScriptsInRedis> {
    const redis = connectRedisOnce(sharedEngines().redis, createLogger('test', 'silent'))
    await once(redis, 'ready')
    const runId = /run_id:([0-9a-f]+)/.exec(await redis.info('server'))?.[1]
    if (!runId) throw new Error('Redis tells no run_id')
    return new GateScriptsInRedis(redis, runId, names, lua)
  }

  async run(before: Kept, script: ScriptName, args: readonly Argument[]): Promise<Ran> {
    const id = JSON.stringify([before, script, args])
    let ran = this.#ran.get(id)
    if (!ran) {
      ran = await this.#run(before, script, args)
      this.#ran.set(id, ran)
    }
    return ran
  }

  async close(): Promise<void> {
    await this.#redis.unlink(this.key, this.epochKey)
    await quitRedis(this.#redis)
  }

  async #run(before: Kept, script: ScriptName, args: readonly Argument[]): Promise<Ran> {
    const redis = this.#redis as Redis & Record<ScriptName, (...args: Argument[]) => Promise<unknown>>
    // Redis answers one connection's commands in order: no need to wait for one before sending the next.
    const [, , , reply, slot, epoch] = await Promise.all([
      redis.unlink(this.key, this.epochKey),
      before.slot !== null && putSlot(redis, this.key, PERSON, before.slot),
      before.epoch && redis.hset(this.epochKey, this.#epochFields(before.epoch)),
      redis[script](...args),
      slotIn(redis, this.key, PERSON),
      redis.hgetall(this.epochKey),
    ])
    const { token, since, run_id } = epoch
    const kept = token !== undefined && since !== undefined ? { token, since, same: run_id === this.#runId } : null
    return { reply, after: { slot, epoch: kept } }
  }

  #epochFields({ token, since, same }: NonNullable<Kept['epoch']>) {
    return { token, run_id: same ? this.#runId : `${this.#runId}0`, since }
  }
}
