import { setTimeout as sleep } from 'node:timers/promises'
import { Line, LineBroken, type RawAnswer } from '../simulator/line.ts'
import { Random } from '../simulator/random.ts'
import type { Acknowledged } from './acknowledged.ts'
import { ARRIVALS, type DayPlan, newPlan } from './day-plan.ts'
import { type DeviceLoad, deviceLoads } from './device-loads.ts'
import { AHEAD_MS } from './devices.ts'
import { bodyOf, idOf, type PlannedRecord } from './planned-record.ts'
import { WaitingLine } from './waiting-line.ts'

const BATCH = 500
/** More at a time wait in the edge, and cost it memory and time: 8 of 1,000 took a tenth more of it a record. */
const BATCHES_AT_ONCE = 4
const SINGLES_AT_ONCE = 128
const SINGLES_WAITING = 2_000
/** How often a device does not get to see an answer, and sends the same again. */
const ANSWER_LOST = 0.02
const AGAIN_AFTER_MS = 200
const GIVE_UP_AFTER_MS = 120_000
const EXAMPLES = 5

export interface Played {
  requests: number
  /** Each time it was sent, also in vain. */
  records: number
  singles: number
  /** Sent again because no answer had been seen, or because it could not be made durable. */
  again: number
  repeats: number
  ahead: number
  givenUp: number
  /** Answers that nobody can explain: there must be none. */
  unexplained: number
  readonly examples: string[]
}

interface Result {
  readonly status: number
  readonly id?: string
  readonly type?: string
}

/** Sends the day, as fast as it is answered, and notes what was acknowledged. */
export class DayPlay {
  readonly played: Played = {
    requests: 0,
    records: 0,
    singles: 0,
    again: 0,
    repeats: 0,
    ahead: 0,
    givenUp: 0,
    unexplained: 0,
    examples: [],
  }
  readonly #plan: DayPlan
  readonly #acknowledged: Acknowledged
  readonly #newLine: () => Line
  readonly #loads: Generator<DeviceLoad, void, void>
  readonly #singles = new WaitingLine<{ record: PlannedRecord; load: DeviceLoad }>(SINGLES_WAITING)
  /** Which answers get lost does not change what is counted. */
  readonly #luck: Random
  readonly #found = newPlan()

  constructor(parts: { seed: number; plan: DayPlan; acknowledged: Acknowledged; url: string; key: string }) {
    this.#plan = parts.plan
    this.#acknowledged = parts.acknowledged
    this.#newLine = () => new Line(parts.url, parts.key)
    this.#loads = deviceLoads(parts.seed, parts.plan)
    this.#luck = new Random(parts.seed, 0)
  }

  async run(): Promise<void> {
    const batches = Promise.all(Array.from({ length: BATCHES_AT_ONCE }, () => this.#sendLoads()))
    const singles = Promise.all(Array.from({ length: SINGLES_AT_ONCE }, () => this.#sendSingles()))
    // Also after a failure, or the other half would wait for ever.
    await Promise.all([batches.finally(() => this.#singles.close()), singles])
  }

  async #sendLoads(): Promise<void> {
    const line = this.#newLine()
    for (const load of this.#loads) {
      await this.#singles.bring(load.singles.map((record) => ({ record, load })))
      for (let first = 0; first < load.batch.length; first += BATCH)
        await this.#send(line, load.batch.slice(first, first + BATCH), load)
    }
    line.close()
  }

  async #sendSingles(): Promise<void> {
    const line = this.#newLine()
    for (let next = await this.#singles.take(); next; next = await this.#singles.take())
      await this.#send(line, [next.record], next.load, true)
    line.close()
  }

  /** As the device does that has them. */
  async #send(line: Line, records: PlannedRecord[], { manner, wave }: DeviceLoad, single = false): Promise<void> {
    if (wave === ARRIVALS && (manner === 'clock ahead' || manner === 'gives up')) {
      await this.#untilAnswered(line, records, single, AHEAD_MS)
      if (manner === 'gives up') {
        this.played.givenUp += records.length
        return
      }
    }
    await this.#untilAnswered(line, records, single, 0)
  }

  async #untilAnswered(line: Line, all: PlannedRecord[], single: boolean, aheadMs: number): Promise<void> {
    const start = performance.now()
    for (let records = all; records.length > 0; ) {
      const answer = await this.#post(line, records, single, aheadMs)
      const again = answer ? this.#read(answer, records, single, aheadMs) : records
      if (again.length > 0) {
        if (performance.now() - start > GIVE_UP_AFTER_MS) throw new Error('attendance-service takes nothing any more')
        this.played.again += again.length
        if (answer) await sleep(AGAIN_AFTER_MS)
      }
      records = again
    }
  }

  /** Undefined when the answer got lost: on its way to us, or because the connection did. */
  async #post(line: Line, records: PlannedRecord[], single: boolean, aheadMs: number): Promise<RawAnswer | undefined> {
    const { played } = this
    played.requests += 1
    played.records += records.length
    if (single) played.singles += 1
    const bodies = records.map((record) => bodyOf(record, aheadMs))
    const posted = single
      ? line.post('/attendances', bodies[0] as string)
      : line.post('/attendances/batch', `[${bodies.join()}]`)
    const lost = this.#luck.chance(ANSWER_LOST)
    if (lost && this.#luck.chance(0.25)) line.close()
    try {
      const answer = await posted
      return lost ? undefined : answer
    } catch (error) {
      if (!(error instanceof LineBroken)) throw error
      if (!lost) await sleep(AGAIN_AFTER_MS)
      return undefined
    }
  }

  /** Answers with those that have to be sent again. */
  #read(answer: RawAnswer, records: PlannedRecord[], single: boolean, aheadMs: number): PlannedRecord[] {
    if (answer.status === 503) return records
    if (answer.status !== 207 && !single) throw new Error(`a batch was answered ${answer.status}: ${answer.body}`)
    if (!single && aheadMs === 0 && this.#allRecorded(answer.body, records)) return []
    const parsed = JSON.parse(answer.body)
    const results: Result[] = single ? [{ ...parsed, status: answer.status }] : parsed
    const again: PlannedRecord[] = []
    for (const [index, record] of records.entries()) {
      const result = results[index] ?? { status: 0 }
      if (result.status === 503) again.push(record)
      else if (aheadMs > 0) this.#refused(record, result)
      else if (result.status === 201 && result.id === idOf(record)) this.#acknowledged.add(record.userId, record.index)
      else if (result.status === 200) this.#repeat(record, result)
      else this.#unexplained(record, result)
    }
    return again
  }

  /**
   * Whether a batch's answer says 201 with its own id to each record, as nearly all do: seen without making a thousand
   * objects. Anything else is read in full.
   */
  #allRecorded(body: string, records: readonly PlannedRecord[]): boolean {
    let place = 1
    for (const record of records) {
      if (!body.startsWith(`{"status":201,"id":"${idOf(record)}"`, place)) return false
      place = body.indexOf('}', place) + 2
    }
    if (place !== body.length) return false
    for (const { userId, index } of records) this.#acknowledged.add(userId, index)
    return true
  }

  #refused(record: PlannedRecord, result: Result): void {
    if (result.status === 422 && result.type?.endsWith(':in-the-future')) this.played.ahead += 1
    else this.#unexplained(record, result)
  }

  /** Recorded already: this record itself, or an earlier one of the same person. */
  #repeat(record: PlannedRecord, result: Result): void {
    this.played.repeats += 1
    if (result.id === idOf(record)) {
      this.#acknowledged.add(record.userId, record.index)
      return
    }
    const { userId, out } = record
    const school = this.#plan.schools[Math.floor((userId - 1) / this.#plan.peopleEach)]
    if (!school) throw new Error('a person without a school')
    const plan = this.#found
    this.#plan.read(school, userId, plan)
    for (let index = 0; index < plan.count; index++) {
      const at = plan.at[index] as number
      if ((plan.out[index] === 1) === out && at <= record.at && result.id === idOf({ ...record, index, at })) {
        this.#acknowledged.add(userId, index)
        return
      }
    }
    this.#unexplained(record, result)
  }

  #unexplained(record: PlannedRecord, result: Result): void {
    this.played.unexplained += 1
    if (this.played.examples.length < EXAMPLES)
      this.played.examples.push(`${idOf(record)} was answered ${JSON.stringify(result)}`)
  }
}
