import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger, Names, Redis } from '@rollcall/platform'

export type CacheState = 'hit' | 'miss' | 'bypass'
export interface Cached<T> {
  readonly value: T
  readonly state: CacheState
}

/**
 * Together at most 256 MB, whatever is asked: so the cache never takes the room that the gate needs in the same Redis. Two
 * questions of one slot put each other out, and a slot knows whose answer it holds.
 */
const SLOTS = 4_096
const LONGEST_ANSWER = 64 * 1024
const TTL_SECONDS = 300
/** How long another instance may take to compute what we wait for, before we do it ourselves. */
const LEASE_MS = 5_000
const ASK_EVERY_MS = 25

/**
 * Answers that are true as long as their key stands: whatever they rest on (who asks, what, and the versions of what it was
 * computed from) is in the key. Without Redis everything is computed each time.
 */
export class AnswerCache {
  readonly #redis: Redis
  readonly #names: Names
  readonly #log: Logger
  readonly #underWay = new Map<string, Promise<Cached<unknown>>>()

  /** `redis` from connectRedisOnce: who asks here would rather compute than wait. */
  constructor(redis: Redis, names: Names, log: Logger) {
    this.#redis = redis
    this.#names = names
    this.#log = log
  }

  /** Of those who ask for the same at the same time one computes it, the others wait for that. */
  async read<T>(key: readonly unknown[], compute: () => Promise<T>): Promise<Cached<T>> {
    const name = JSON.stringify(key)
    const underWay = this.#underWay.get(name)
    if (underWay) return underWay as Promise<Cached<T>>
    const reading = this.#read(name, compute).finally(() => this.#underWay.delete(name))
    this.#underWay.set(name, reading)
    return reading
  }

  async #read<T>(name: string, compute: () => Promise<T>): Promise<Cached<T>> {
    if (this.#redis.status !== 'ready') return { value: await compute(), state: 'bypass' }
    const { slot, busy } = this.#keysOf(name)
    const lease = randomUUID()
    let computed: { value: T } | undefined
    try {
      for (const start = performance.now(); performance.now() - start < LEASE_MS; await wait(ASK_EVERY_MS)) {
        const known = readEntry<T>(name, await this.#redis.get(slot))
        if (known) return { value: known.value, state: 'hit' }
        if (!(await this.#redis.set(busy, lease, 'PX', LEASE_MS, 'NX'))) continue
        // Whoever had the lease before may have kept the answer since we looked.
        const kept = readEntry<T>(name, await this.#redis.get(slot))
        if (!kept) break
        await this.#giveBack(busy, lease)
        return { value: kept.value, state: 'hit' }
      }
    } catch (error) {
      return this.#without(error, compute)
    }
    try {
      computed = { value: await compute() }
      await this.#keep(slot, name, computed.value)
    } catch (error) {
      if (!computed) throw error
      this.#log.debug({ err: error }, 'an answer could not be kept')
    } finally {
      await this.#giveBack(busy, lease)
    }
    return { value: computed.value, state: 'miss' }
  }

  async #giveBack(busy: string, lease: string): Promise<void> {
    await this.#redis.eval(GIVE_BACK, 1, busy, lease).catch(() => {}) // it runs out by itself
  }

  async #without<T>(error: unknown, compute: () => Promise<T>): Promise<Cached<T>> {
    this.#log.debug({ err: error }, 'the cache does not answer')
    return { value: await compute(), state: 'bypass' }
  }

  async #keep(slot: string, name: string, value: unknown): Promise<void> {
    const entry = JSON.stringify({ name, value })
    if (Buffer.byteLength(entry) <= LONGEST_ANSWER) await this.#redis.set(slot, entry, 'EX', TTL_SECONDS)
  }

  /** Questions may share a slot, but not a lease: one is part of another, and would wait for it. */
  #keysOf(name: string): { slot: string; busy: string } {
    const hash = createHash('sha256').update(name).digest()
    return {
      slot: this.#names.key(`cache:${hash.readUInt32BE() % SLOTS}`),
      busy: this.#names.key(`cache:busy:${hash.toString('base64url')}`),
    }
  }
}

const GIVE_BACK = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`

function readEntry<T>(name: string, text: string | null): { value: T } | undefined {
  if (text === null) return undefined
  const entry = JSON.parse(text) as { name: string; value: T }
  return entry.name === name ? entry : undefined
}
