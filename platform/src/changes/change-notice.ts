import type { Names } from '../config/names.ts'
import type { Logger } from '../log/logger.ts'
import type { Redis } from '../redis/redis.ts'
import { CHANGES_CHANNEL } from './change-feed.ts'

/** Tells the readers of the feed that something in it is new, after the COMMIT. Only a hint: without it they look within five seconds. */
export class ChangeNotice {
  readonly #redis: Redis
  readonly #channel: string
  readonly #log: Logger

  constructor(redis: Redis, names: Names, log: Logger) {
    this.#redis = redis
    this.#channel = names.key(CHANGES_CHANNEL)
    this.#log = log
  }

  tell(): void {
    // Nothing is kept for a Redis that is away: its readers ask by themselves when they are connected again.
    if (this.#redis.status !== 'ready') return
    this.#redis.publish(this.#channel, '').catch((error) => this.#log.debug({ err: error }, 'no notice of a change'))
  }
}
