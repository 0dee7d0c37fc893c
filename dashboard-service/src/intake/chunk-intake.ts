import { isUtf8 } from 'node:buffer'
import type { AttendanceRecord } from '@rollcall/domain'
import { isPoison, type Ledger } from '@rollcall/ledger'
import { type DeadLetterStore, LETTER_HEADER, type LetterError, parseAttempt, sqlState } from '@rollcall/platform'
import { type Delivery, decode } from './decode.ts'

export interface ChangedDay {
  readonly schoolId: number
  readonly localDate: string
  readonly version: number
}

/** A record that became a dead letter, and the request that it came by. */
export interface BuriedRecord extends LetterError {
  readonly requestId: string | undefined
}

export interface ChunkResult {
  readonly stored: number
  readonly repeated: number
  readonly poison: readonly BuriedRecord[]
  readonly days: readonly ChangedDay[]
}

interface Readable {
  readonly delivery: Delivery
  readonly record: AttendanceRecord
}
interface Poison {
  readonly delivery: Delivery
  readonly error: LetterError
}

/**
 * Brings a chunk of deliveries to rest: each is stored, or known already, or a dead letter. Rejects for an outage of any
 * kind, and may then be called again with the same chunk: nothing is counted twice.
 */
export class ChunkIntake {
  readonly #ledger: Ledger
  readonly #letters: DeadLetterStore
  readonly #topicId: string

  constructor(ledger: Ledger, letters: DeadLetterStore, topicId: string) {
    this.#ledger = ledger
    this.#letters = letters
    this.#topicId = topicId
  }

  async take(deliveries: readonly Delivery[]): Promise<ChunkResult> {
    const readable: Readable[] = []
    const poison: Poison[] = []
    for (const delivery of deliveries) {
      const decoded = decode(delivery)
      if ('record' in decoded) readable.push({ delivery, record: decoded.record })
      else poison.push({ delivery, error: decoded.error })
    }
    const tally = { stored: 0, repeated: 0, days: new Map<string, ChangedDay>() }
    const failed = new Set<Delivery>()
    for (const each of await this.#apply(readable, tally)) {
      poison.push(each)
      failed.add(each.delivery)
    }
    // The good ones are committed by now: first the letters are safe, then the offsets may move on.
    for (const each of poison) await this.#bury(each)
    for (const { delivery } of readable)
      if (delivery.headers[LETTER_HEADER] !== undefined && !failed.has(delivery)) await this.#closeLetter(delivery)
    return {
      stored: tally.stored,
      repeated: tally.repeated,
      poison: poison.map(({ error, delivery }) => ({ ...error, requestId: delivery.headers['request-id'] })),
      days: [...tally.days.values()],
    }
  }

  /** One poison record fails its whole transaction: halves are tried until it stands alone. */
  async #apply(
    chunk: readonly Readable[],
    tally: { stored: number; repeated: number; days: Map<string, ChangedDay> },
  ): Promise<Poison[]> {
    if (chunk.length === 0) return []
    try {
      const applied = await this.#ledger.apply(chunk.map((each) => each.record))
      tally.stored += applied.stored
      tally.repeated += applied.repeated
      for (const day of applied.days) tally.days.set(`${day.schoolId} ${day.localDate}`, day)
      return []
    } catch (error) {
      if (!isPoison(error)) throw error
      const [first] = chunk
      if (chunk.length === 1 && first) {
        const message = error instanceof Error ? error.message : String(error)
        return [{ delivery: first.delivery, error: { code: sqlState(error) ?? 'refused', message } }]
      }
      const middle = Math.floor(chunk.length / 2)
      const left = await this.#apply(chunk.slice(0, middle), tally)
      return [...left, ...(await this.#apply(chunk.slice(middle), tally))]
    }
  }

  async #bury({ delivery, error }: Poison): Promise<void> {
    const now = new Date()
    const attempt = parseAttempt(delivery.headers[LETTER_HEADER])
    // A replayed record has its letter already, unless Mongo lost it.
    if (attempt && (await this.#letters.failedAgain(attempt, error, now))) return
    const encoding = delivery.value === null || isUtf8(delivery.value) ? 'utf8' : 'base64'
    await this.#letters.add(
      {
        topicId: this.#topicId,
        partition: delivery.partition,
        offset: delivery.offset,
        key: delivery.key?.toString('utf8') ?? null,
        value: delivery.value?.toString(encoding) ?? null,
        encoding,
        headers: { ...delivery.headers },
        error,
      },
      now,
    )
  }

  async #closeLetter(delivery: Delivery): Promise<void> {
    const attempt = parseAttempt(delivery.headers[LETTER_HEADER])
    if (attempt) await this.#letters.replayed(attempt, new Date())
  }
}
