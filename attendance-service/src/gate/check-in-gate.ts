import { randomUUID } from 'node:crypto'
import {
  ABOVE_ALL_GATE_VALUES,
  GATE_SLOT_BYTES,
  gateDate,
  gateOrigin,
  gatePage,
  gateSlot,
  gateTransition,
  gateValueFrom,
  type LocalDay,
  PEOPLE_A_GATE_PAGE,
  type Transition,
} from '@rollcall/domain'
import type { Logger, Names, Redis } from '@rollcall/platform'
import {
  ESTABLISH,
  GO_ON,
  IN_DOUBT,
  KNOW_ALL,
  LOOK,
  MARK,
  MAY_REFUSE,
  MOST_PASSAGE_BYTES,
  PATIENT,
  REFUSED,
} from './gate-scripts.ts'

/** One person's transition as the gate is asked about it. */
export interface Passage {
  readonly userId: number
  readonly day: LocalDay
  readonly type: Transition
  readonly at: number
  /** Old news from a phone that was offline: never refused. */
  readonly late: boolean
  /** Recorded even where it is a repeat: a reading with a fever, or of a date that leaves the gate soon. */
  readonly evenIfRepeat: boolean
  /** A repeat but for a doubt may be told so, to be asked again: the doubt may be gone in a moment. */
  readonly patient?: boolean
}

export type LookAnswer =
  | 'go on'
  | 'refused'
  /** To a patient passage alone: nothing was raised. */
  | 'in doubt'
  /** A repeat of the transition at this time, which is recorded already. */
  | { readonly repeatOf: number }

/** What was seen under one epoch is marked under the same one. */
export interface Look {
  readonly epochToken: string
  readonly answers: readonly LookAnswer[]
}

/** Redis' memory since `since` (epoch ms); 0 when it has known everything since the first record ever. */
interface Epoch {
  readonly token: string
  readonly since: number
}

/** After the digits of the page: where a slot begins and ends on it. */
const SLOTS = Array.from(
  { length: PEOPLE_A_GATE_PAGE },
  (_, slot) => `\0${slot * GATE_SLOT_BYTES}\0${(slot + 1) * GATE_SLOT_BYTES - 1}\0`,
)

export interface GateEvents {
  /** From now on it remembers since then; `established`: this instance found that Redis had forgotten, or was new. */
  epoch(since: number, established: boolean): void
}

interface GateOptions {
  readonly events?: GateEvents
  /** When a mark is sent for which no look has come. */
  readonly soon?: (send: () => void) => void
}

interface GateRedis extends Redis {
  gateLook(keys: number, ...args: (string | Buffer)[]): Promise<number[] | null>
  gateMark(keys: number, ...args: (string | Buffer)[]): Promise<number>
  gateEstablish(keys: number, ...args: (string | number)[]): Promise<[string, string]>
  gateKnowAll(keys: number, ...args: (string | number)[]): Promise<number>
}

/**
 * Records up to two minutes in the future were taken before Redis forgot, by clocks that may differ a little: only what is
 * later than this is surely newer than anything forgotten, be it a transition or the beginning of a day.
 */
const FORGOTTEN_MARGIN_MS = 6 * 60_000
const MARK_WITHIN_MS = 1

/**
 * Answers repeats without troubling Kafka. A filter, never the authority: in doubt, record it. Neither step is ever sent
 * twice, so its Redis must come from connectRedisOnce.
 */
export class CheckInGate {
  readonly #redis: GateRedis
  readonly #log: Logger
  readonly #keyPrefix: string
  readonly #epochKey: string
  readonly #neverRecorded: () => Promise<boolean>
  readonly #events: GateEvents | undefined
  readonly #soon: (send: () => void) => void
  /** Marks that wait for a look to travel with. */
  #waiting: (() => void)[] = []
  #epoch: Epoch | undefined
  #establishing: Promise<Epoch> | undefined

  /** `neverRecorded`: whether no record was ever published, so that an empty Redis knows all there is to know. */
  constructor(
    redis: Redis,
    names: Names,
    neverRecorded: () => Promise<boolean>,
    log: Logger,
    { events, soon = (send) => setTimeout(send, MARK_WITHIN_MS) }: GateOptions = {},
  ) {
    redis.defineCommand('gateLook', { lua: LOOK })
    redis.defineCommand('gateMark', { lua: MARK })
    redis.defineCommand('gateEstablish', { lua: ESTABLISH })
    redis.defineCommand('gateKnowAll', { lua: KNOW_ALL })
    this.#redis = redis as GateRedis
    this.#keyPrefix = names.key('')
    this.#epochKey = names.key('gate:epoch')
    this.#neverRecorded = neverRecorded
    this.#log = log
    this.#events = events
    this.#soon = soon
  }

  /**
   * For the start, before any check-in is taken. If nothing was recorded before the epoch stands, whoever established it, it
   * knows everything, and says so under a new token. An epoch that has to be established later never does: what was on its way
   * to Kafka when Redis forgot cannot be seen there yet.
   */
  async prepare(): Promise<void> {
    const { token } = await this.#establish()
    if (!(await this.#surelyNeverRecorded())) return
    const knowing = randomUUID()
    const known = await this.#redis.gateKnowAll(1, this.#epochKey, token, knowing)
    if (known !== 1) return
    this.#epoch = { token: knowing, since: 0 }
    this.#events?.epoch(0, false)
    this.#log.info({ since: 0 }, 'gate epoch')
  }

  /** Step 1. Every passage that is answered 'go on' has raised its person's doubt. */
  async look(passages: readonly Passage[]): Promise<Look> {
    for (let attempt = 0; attempt < 3; attempt++) {
      const epoch = this.#epoch ?? (await this.#establish())
      const values = await this.#ask(epoch, passages)
      if (values) {
        const answers = values.map((value, index) => answerOf(value, passages[index]))
        return { epochToken: epoch.token, answers }
      }
      if (this.#epoch === epoch) this.#epoch = undefined
    }
    throw new Error('the gate forgets faster than it can be asked')
  }

  /** Step 3. Must not be repeated: where its outcome is unknown, the doubt stays. */
  async mark(epochToken: string, passages: readonly Passage[]): Promise<void> {
    const { keys, packed } = this.#pack(passages, 0)
    await this.#redis.gateMark(keys.length, ...keys, epochToken, packed)
  }

  /**
   * The same, with the next look or in a moment: a packet of its own would cost Redis and us as much as the marks in it. Whoever
   * looks meanwhile finds the doubt, and records.
   */
  markSoon(epochToken: string, passages: readonly Passage[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => this.mark(epochToken, passages).then(resolve, reject))
      if (this.#waiting.length === 1) this.#soon(() => this.sendMarks())
    })
  }

  sendMarks(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const send of waiting) send()
  }

  #ask(epoch: Epoch, passages: readonly Passage[]): Promise<number[] | null> {
    const { keys, packed } = this.#pack(passages, epoch.since === 0 ? 0 : epoch.since + FORGOTTEN_MARGIN_MS)
    const look = () => this.#redis.gateLook(keys.length, ...keys, epoch.token, packed)
    if (this.#waiting.length === 0) return look()
    const { stream } = this.#redis
    stream?.cork()
    try {
      this.sendMarks()
      return look()
    } finally {
      stream?.uncork()
    }
  }

  /** `knownSince`: whatever is later than this is surely newer than anything forgotten. */
  #pack(passages: readonly Passage[], knownSince: number): { keys: string[]; packed: Buffer } {
    const keys = [this.#epochKey]
    const dates = new Map<string, { key: number; origin: number; suppressAbove: number }>()
    const packed = Buffer.allocUnsafe(passages.length * MOST_PASSAGE_BYTES)
    let position = 0
    for (const { userId, day, at, type, late, evenIfRepeat, patient } of passages) {
      let date = dates.get(day.date)
      if (!date) {
        keys.push(this.#keyPrefix + gateDate(day.date))
        const origin = gateOrigin(day.date)
        const suppressAbove = Math.max(-1, gateValueFrom(origin, knownSince, 'checkout'))
        // No date is gated for that long: but a number that does not fit would fail everybody who is in the batch.
        date = { key: keys.length, origin, suppressAbove: Math.min(suppressAbove, ABOVE_ALL_GATE_VALUES) }
        dates.set(day.date, date)
      }
      const mayRefuse = type === 'checkout' && !late && day.startsAt > knownSince
      packed[position++] = date.key
      position += packed.write(`${gatePage(userId)}${SLOTS[gateSlot(userId)]}`, position, 'latin1')
      position = packed.writeUInt32LE(gateValueFrom(date.origin, at, type), position)
      position = packed.writeInt32LE(evenIfRepeat ? ABOVE_ALL_GATE_VALUES : date.suppressAbove, position)
      packed[position++] = (mayRefuse ? MAY_REFUSE : 0) + (patient ? PATIENT : 0)
    }
    return { keys, packed: packed.subarray(0, position) }
  }

  #establish(): Promise<Epoch> {
    this.#establishing ??= this.#newEpoch().finally(() => {
      this.#establishing = undefined
    })
    return this.#establishing
  }

  async #newEpoch(): Promise<Epoch> {
    const mine = randomUUID()
    const [token, since] = await this.#redis.gateEstablish(1, this.#epochKey, mine, Date.now())
    const epoch = { token, since: Number(since) }
    const own = token === mine
    this.#log.info({ since: epoch.since, own }, 'gate epoch')
    this.#epoch = epoch
    this.#events?.epoch(epoch.since, own)
    return epoch
  }

  #surelyNeverRecorded(): Promise<boolean> {
    return this.#neverRecorded().catch((error) => {
      this.#log.warn({ err: error }, 'cannot tell whether anything was recorded before; the gate begins in doubt')
      return false
    })
  }
}

function answerOf(value: number, passage: Passage | undefined): LookAnswer {
  if (value === GO_ON) return 'go on'
  if (value === REFUSED) return 'refused'
  if (value === IN_DOUBT) return 'in doubt'
  if (!passage) throw new Error('the gate answered what it was not asked')
  return { repeatOf: gateTransition(passage.day.date, value).at }
}
