import { problems } from '@rollcall/platform'
import type { AdmittedCheckIn } from './admission.ts'

/** What became of a check-in. What could not be made durable is a Problem instead. */
export type Outcome =
  | { readonly kind: 'recorded' }
  /** The transition at this time is recorded already. */
  | { readonly kind: 'repeat'; readonly of: number }
  /** A check-out of somebody who has not come that day. */
  | { readonly kind: 'refused' }

/** A patient check-in may also be put off: another of the same person is under way in some other instance. */
export type BatchOutcome = Outcome | { readonly kind: 'in doubt' }

/** Records a batch in which nobody occurs twice. One outcome each, in order; never rejects. */
export type RecordBatch = (batch: readonly AdmittedCheckIn[]) => Promise<readonly (BatchOutcome | Error)[]>

export interface RecorderEvents {
  /** A batch leaves; its first check-in has been held for so long. */
  waited(milliseconds: number): void
}

interface Held {
  readonly checkIn: AdmittedCheckIn
  readonly since: number
  readonly settle: (outcome: Outcome | Error) => void
  /** The same check-in, asked again while this one is under way: they share its fate. */
  readonly sharers: ((outcome: Outcome | Error) => void)[]
  /** How often the gate was in doubt about it. */
  asked: number
}

/** A person's check-ins go one after another: the second must see what the first left in the gate. */
interface Turn {
  current: Held
  waiting: Held[]
}

const LINGER_MS = 1
const FULL_BATCH = 500
/** More would be smaller ones: each costs the broker and us the same, however many check-ins it holds. */
const BATCHES_UNDER_WAY = 3
/** Beyond this a request is refused rather than held: memory stays bounded while Kafka is away. */
const MOST_HELD = 100_000
/** Whoever has waited this long has given up or will; publishing their request now would only surprise. */
const HOLD_AT_MOST_MS = 10_000
const SWEEP_EVERY_MS = 250
/**
 * A doubt may end in a moment, or in a few on a busy machine: so often a repeat is asked about again before it is recorded to be
 * sure, soon at first, then less often; a third of a second in all.
 */
const ASK_AT_MOST = 10
const ASK_AGAIN_AFTER_MS = 5
const ASK_AGAIN_WITHIN_MS = 40

const overloaded = () => problems.unavailable('Too many check-ins are waiting', 1)
const waitedTooLong = () => problems.unavailable('The check-in could not be recorded in time')

/** Group commit: check-ins of about a millisecond travel to Redis, Kafka and back together. */
export class Recorder {
  readonly #recordBatch: RecordBatch
  readonly #events: RecorderEvents | undefined
  readonly #turns = new Map<number, Turn>()
  #ready: Held[] = []
  #held = 0
  #underWay = 0
  #linger: NodeJS.Timeout | undefined
  readonly #sweep: NodeJS.Timeout

  constructor(recordBatch: RecordBatch, events?: RecorderEvents) {
    this.#recordBatch = recordBatch
    this.#events = events
    this.#sweep = setInterval(() => this.#dropExpired(), SWEEP_EVERY_MS)
    this.#sweep.unref()
  }

  get held(): number {
    return this.#held
  }

  stop(): void {
    clearInterval(this.#sweep)
  }

  record(checkIn: AdmittedCheckIn): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.take(checkIn, (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)))
    })
  }

  /** The same without a promise of its own: a full batch has five hundred of them. */
  take(checkIn: AdmittedCheckIn, settle: (outcome: Outcome | Error) => void): void {
    if (this.#held >= MOST_HELD) {
      settle(overloaded())
      return
    }
    this.#held += 1
    this.#enter(checkIn, (outcome) => {
      this.#held -= 1
      settle(outcome)
    })
  }

  #enter(checkIn: AdmittedCheckIn, settle: Held['settle']): void {
    const turn = this.#turns.get(checkIn.userId)
    const same = turn && [turn.current, ...turn.waiting].find((held) => held.checkIn.id === checkIn.id)
    if (same) {
      same.sharers.push(settle)
      return
    }
    const held: Held = { checkIn, since: performance.now(), settle, sharers: [], asked: 0 }
    if (turn) turn.waiting.push(held)
    else {
      this.#turns.set(checkIn.userId, { current: held, waiting: [] })
      this.#makeReady(held)
    }
  }

  #makeReady(held: Held): void {
    this.#ready.push(held)
    this.#sendSoon()
  }

  #sendSoon(): void {
    if (this.#ready.length >= FULL_BATCH) this.#send()
    else this.#linger ??= setTimeout(() => this.#send(), LINGER_MS)
  }

  #send(): void {
    clearTimeout(this.#linger)
    this.#linger = undefined
    while (this.#ready.length > 0 && this.#underWay < BATCHES_UNDER_WAY) {
      const batch = this.#ready.splice(0, FULL_BATCH)
      void this.#process(batch)
    }
  }

  async #process(batch: readonly Held[]): Promise<void> {
    this.#underWay += 1
    if (batch[0]) this.#events?.waited(performance.now() - batch[0].since)
    const outcomes = await this.#recordBatch(batch.map((held) => held.checkIn))
    this.#underWay -= 1
    for (const [index, held] of batch.entries()) {
      const outcome = outcomes[index] ?? problems.internal()
      if (!(outcome instanceof Error) && outcome.kind === 'in doubt') this.#askAgain(held)
      else this.#finish(held, outcome)
    }
    // Not at once: those who have just been answered are about to send their next.
    if (this.#ready.length > 0) this.#sendSoon()
  }

  #askAgain(held: Held): void {
    const wait = Math.min(ASK_AGAIN_AFTER_MS * 2 ** held.asked, ASK_AGAIN_WITHIN_MS)
    held.asked += 1
    held.checkIn.patient = held.asked < ASK_AT_MOST
    setTimeout(() => this.#makeReady(held), wait)
  }

  #finish(held: Held, outcome: Outcome | Error): void {
    answer(held, outcome)
    this.#nextTurn(held.checkIn.userId)
  }

  #nextTurn(userId: number): void {
    const turn = this.#turns.get(userId)
    const next = turn?.waiting.shift()
    if (turn && next) {
      turn.current = next
      this.#makeReady(next)
    } else this.#turns.delete(userId)
  }

  /** Who waits behind batches that do not come back, or behind their own, is answered in time all the same. */
  #dropExpired(): void {
    const expired = performance.now() - HOLD_AT_MOST_MS
    const isExpired = (held: Held) => held.since < expired
    for (const turn of this.#turns.values()) {
      const late = turn.waiting.filter(isExpired)
      if (late.length > 0) turn.waiting = turn.waiting.filter((held) => !isExpired(held))
      for (const held of late) answer(held, waitedTooLong())
    }
    const late = this.#ready.filter(isExpired)
    if (late.length > 0) this.#ready = this.#ready.filter((held) => !isExpired(held))
    for (const held of late) this.#finish(held, waitedTooLong())
  }
}

function answer({ checkIn, settle, sharers }: Held, outcome: Outcome | Error): void {
  settle(outcome)
  if (sharers.length === 0) return
  const shared: Outcome | Error =
    !(outcome instanceof Error) && outcome.kind === 'recorded' ? { kind: 'repeat', of: checkIn.at } : outcome
  for (const share of sharers) share(shared)
}
