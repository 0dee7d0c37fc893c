import { createLogger, type Names, type OutgoingRecord, type Publisher } from '@rollcall/platform'
import type { AdmittedCheckIn } from '../../attendance-service/src/check-ins/admission.ts'
import { CheckInBatches } from '../../attendance-service/src/check-ins/record-batch.ts'
import type { BatchOutcome } from '../../attendance-service/src/check-ins/recorder.ts'
import { CheckInGate } from '../../attendance-service/src/gate/check-in-gate.ts'
import { HeldRedis } from './held-redis.ts'

/** Records that wait for Kafka's acknowledgement. */
export interface HeldPublish {
  readonly ids: readonly string[]
  acknowledge(): void
  timeOut(): void
}

const silent = createLogger('test', 'silent')
const noMetrics = { batch() {}, looked() {}, published() {}, doubtsLeft() {} }

/** A process of attendance-service from the batch on: its real code, with Redis and Kafka in the hands of the test. */
export class LiveInstance {
  readonly redis = new HeldRedis()
  readonly publishes: HeldPublish[] = []
  /** Whose check-ins it has in hand: a person's go one after another. */
  readonly busy = new Set<number>()
  listens = true
  readonly #gate: CheckInGate
  readonly #batches: CheckInBatches
  readonly #published: (id: string) => void
  #crashed = false

  /** `published`: told of every record that is sent to Kafka. */
  constructor(names: Names, published: (id: string) => void) {
    this.#published = published
    // A mark that waits for a look comes before it all the same; here it may come at any time after the answer.
    this.#gate = new CheckInGate(this.redis.redis, names, this.redis.neverRecorded, silent, { soon: (send) => send() })
    const publisher: Pick<Publisher, 'publish'> = { publish: this.#publish }
    this.#batches = new CheckInBatches(this.#gate, publisher as Publisher, 4, noMetrics, silent)
  }

  /** As at its start, before it listens. */
  async prepare(): Promise<void> {
    this.listens = false
    await this.#gate.prepare().catch(() => {})
    this.listens = true
  }

  record(
    checkIns: readonly AdmittedCheckIn[],
    answered: (checkIn: AdmittedCheckIn, outcome: BatchOutcome | Error | undefined) => void,
  ): void {
    for (const { userId } of checkIns) this.busy.add(userId)
    void this.#batches.record(checkIns).then((outcomes) => {
      if (this.#crashed) return
      for (const [index, checkIn] of checkIns.entries()) {
        this.busy.delete(checkIn.userId)
        answered(checkIn, outcomes[index])
      }
    })
  }

  /** Nobody hears of it again. */
  crash(): void {
    this.#crashed = true
  }

  #publish = (records: readonly OutgoingRecord[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const end = (settle: () => void) => () => {
        this.publishes.splice(this.publishes.indexOf(held), 1)
        settle()
      }
      const held: HeldPublish = {
        ids: records.map((record) => String(record.key)),
        acknowledge: end(resolve),
        timeOut: end(() => reject(new Error('not acknowledged in time'))),
      }
      this.publishes.push(held)
      for (const id of held.ids) this.#published(id)
    })
}
