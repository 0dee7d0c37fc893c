import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectRedis, createLogger, quitRedis, type Redis } from '@rollcall/platform'
import type { Stack } from '../stack/stack.ts'
import type { Fault } from './faults.ts'
import type { Patient } from './patient.ts'

const REDIS = 'redis'

/** Carries faults out, and makes good again what they have broken. */
export class Ward {
  readonly #patients: ReadonlyMap<string, Patient>
  readonly #redisUrl: string
  readonly #redisSnapshot: string

  constructor(stack: Stack, patients: readonly Patient[]) {
    this.#patients = new Map(patients.map((patient) => [patient.name, patient]))
    this.#redisUrl = stack.urls.redis
    this.#redisSnapshot = join(stack.folder, REDIS, 'dump.rdb')
  }

  /** Resolves when everything runs again. */
  async commit(fault: Fault): Promise<void> {
    if (fault.kind === 'pause') {
      const paused = this.#named(fault.names)
      for (const patient of paused) patient.pause()
      await sleep(fault.forMs)
      for (const patient of paused) patient.resume()
    } else if (fault.kind === 'empty Redis') await this.#onRedis((redis) => redis.flushall())
    else if (fault.kind === 'kill') await this.#kill(fault.names, fault.downMs)
    else {
      await this.#onRedis((redis) => redis.save())
      await sleep(fault.oldMs)
      await this.#kill([REDIS], fault.downMs, 'keep snapshot')
    }
  }

  async #kill(names: readonly string[], downMs: number, snapshot?: 'keep snapshot'): Promise<void> {
    const killed = this.#named(names)
    await Promise.all(killed.map((patient) => patient.kill()))
    if (names.includes(REDIS) && !snapshot) await rm(this.#redisSnapshot, { force: true })
    await sleep(downMs)
    await Promise.all(killed.map((patient) => patient.revive()))
  }

  #named(names: readonly string[]): Patient[] {
    return names.map((name) => {
      const patient = this.#patients.get(name)
      if (!patient) throw new Error(`there is no ${name} to break`)
      return patient
    })
  }

  async #onRedis(work: (redis: Redis) => Promise<unknown>): Promise<void> {
    const redis = connectRedis(this.#redisUrl, createLogger('chaos', 'silent'))
    try {
      await work(redis)
    } finally {
      await quitRedis(redis)
    }
  }
}
