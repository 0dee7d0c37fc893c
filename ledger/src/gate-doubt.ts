import { GATE_SLOT_BYTES, gateKey, gateSlot, overEverywhere, PEOPLE_A_GATE_PAGE } from '@rollcall/domain'
import type { Names, Redis } from '@rollcall/platform'
import type { PersonDay } from './school-day.ts'

/** Tells the gate that it no longer knows these people's dates: from now on it records what they do rather than suppress it. */
export interface Doubt {
  /** Rejects unless all of them are in doubt. */
  raise(people: readonly PersonDay[]): Promise<void>
}

/** Redis did not confirm the doubts: nothing was changed, and a retry is safe. */
export class GateAway extends Error {
  constructor(cause: unknown) {
    super('the gate does not answer', { cause })
  }
}

// The last byte of a person's slot counts the doubts (docs/architecture.md, "The gate"); what comes before stays as it is.
const RAISE = `
  for i, key in ipairs(KEYS) do
    local at = ARGV[i]
    local doubts = string.byte(redis.call('GETRANGE', key, at, at))
    if not doubts then redis.call('SETRANGE', key, ${PEOPLE_A_GATE_PAGE * GATE_SLOT_BYTES - 1}, '\\0') end
    redis.call('SETRANGE', key, at, string.char(math.min((doubts or 0) + 1, 255)))
  end`

// One script holds up every check-in: 500 people are well below a millisecond.
const BATCH = 500

/** The gate has not looked at such a date for an hour, and the daily flush may have deleted its keys for good. */
const FORGOTTEN_AFTER_MS = 2 * 3_600_000

export class GateDoubt implements Doubt {
  readonly #redis: Redis
  readonly #names: Names
  readonly #now: () => number

  /** `redis` from connectRedisOnce: who waits for an answer here holds the locks of a school's day. */
  constructor(redis: Redis, names: Names, now: () => number = Date.now) {
    this.#redis = redis
    this.#names = names
    this.#now = now
  }

  async raise(people: readonly PersonDay[]): Promise<void> {
    const forgotten = this.#now() - FORGOTTEN_AFTER_MS
    const current = people.filter((person) => overEverywhere(person.localDate) > forgotten)
    for (let start = 0; start < current.length; start += BATCH) {
      const batch = current.slice(start, start + BATCH)
      const keys = batch.map((person) => this.#names.key(gateKey(person.localDate, person.userId)))
      const places = batch.map((person) => (gateSlot(person.userId) + 1) * GATE_SLOT_BYTES - 1)
      await this.#redis.eval(RAISE, keys.length, ...keys, ...places).catch((error) => {
        // What Redis itself refuses is a bug of ours, and no outage.
        throw error.name === 'ReplyError' ? error : new GateAway(error)
      })
    }
  }
}
