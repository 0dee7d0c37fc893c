import type { Logger, Names, Redis } from '@rollcall/platform'
import type { ChangedDay } from './chunk-intake.ts'

/** Tells whoever shows a school that its day has a new version. Only a hint: who misses it sees the version at the next read. */
export class LiveNotice {
  readonly #redis: Redis
  readonly #names: Names
  readonly #log: Logger

  constructor(redis: Redis, names: Names, log: Logger) {
    this.#redis = redis
    this.#names = names
    this.#log = log
  }

  publish(days: readonly ChangedDay[]): void {
    if (days.length === 0 || this.#redis.status !== 'ready') return
    const pipeline = this.#redis.pipeline()
    for (const { schoolId, localDate, version } of days)
      pipeline.publish(this.#names.key(`notice:school:${schoolId}`), JSON.stringify({ localDate, version }))
    pipeline.exec().catch((error) => this.#log.debug({ err: error }, 'no live notice'))
  }
}
