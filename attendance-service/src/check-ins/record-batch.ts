import {
  ATTENDANCE_TOPIC,
  type Logger,
  type OutgoingRecord,
  type Publisher,
  partitionOf,
  problems,
} from '@rollcall/platform'
import type { CheckInGate, Look, LookAnswer } from '../gate/check-in-gate.ts'
import type { AdmittedCheckIn } from './admission.ts'
import type { BatchOutcome, Outcome, RecordBatch } from './recorder.ts'

const PUBLISH_WITHIN_MS = 8_000

/** How many check-ins of a batch the gate answered in which way. */
export interface GateAnswers {
  goOn: number
  repeat: number
  refused: number
  inDoubt: number
  /** The gate did not answer. */
  none: number
}

export interface BatchMetrics {
  batch(size: number): void
  looked(answers: GateAnswers): void
  published(milliseconds: number): void
  /** The doubts of so many people stand, or may stand, as this step failed or its outcome is not known. */
  doubtsLeft(after: 'look' | 'publish' | 'mark', people: number): void
}

/**
 * The way of a batch of check-ins: look, publish, mark. Whatever fails or stays unknown leaves the doubts of its people
 * standing, so that their repeats are recorded rather than suppressed.
 */
export class CheckInBatches {
  readonly #gate: CheckInGate
  readonly #publisher: Publisher
  readonly #partitions: number
  readonly #metrics: BatchMetrics
  readonly #log: Logger

  constructor(gate: CheckInGate, publisher: Publisher, partitions: number, metrics: BatchMetrics, log: Logger) {
    this.#gate = gate
    this.#publisher = publisher
    this.#partitions = partitions
    this.#metrics = metrics
    this.#log = log
  }

  record: RecordBatch = async (batch) => {
    this.#metrics.batch(batch.length)
    const outcomes: (BatchOutcome | Error | undefined)[] = new Array(batch.length)
    const gated = batch.filter((checkIn) => checkIn.gated)

    let look: Look = { epochToken: '', answers: [] }
    if (gated.length > 0) {
      try {
        look = await this.#gate.look(gated)
      } catch (error) {
        // Only what needs the gate fails with it.
        this.#metrics.doubtsLeft('look', gated.length)
        this.#log.warn({ err: error, checkIns: gated.length }, 'the gate did not answer')
      }
    }
    let asked = 0
    const tally: GateAnswers = { goOn: 0, repeat: 0, refused: 0, inDoubt: 0, none: 0 }
    const marks: AdmittedCheckIn[] = []
    const going: number[] = []
    for (const [index, checkIn] of batch.entries()) {
      if (!checkIn.gated) going.push(index)
      else {
        const answer = look.answers[asked++]
        if (answer === undefined) outcomes[index] = problems.unavailable('Repeats cannot be told at the moment')
        else if (answer === 'refused') outcomes[index] = { kind: 'refused' }
        else if (answer === 'in doubt') outcomes[index] = { kind: 'in doubt' }
        else if (answer !== 'go on') outcomes[index] = { kind: 'repeat', of: answer.repeatOf }
        else {
          going.push(index)
          marks.push(checkIn)
        }
        tally[nameOf(answer)] += 1
      }
    }
    this.#metrics.looked(tally)
    if (going.length > 0) {
      const outcome = await this.#publishAndMark(
        going.map((index) => batch[index] as AdmittedCheckIn),
        marks,
        look.epochToken,
      )
      for (const index of going) outcomes[index] = outcome
    }
    return outcomes as (BatchOutcome | Error)[]
  }

  async #publishAndMark(
    checkIns: readonly AdmittedCheckIn[],
    marks: readonly AdmittedCheckIn[],
    epochToken: string,
  ): Promise<Outcome | Error> {
    const start = performance.now()
    try {
      await this.#publisher.publish(checkIns.map(this.#outgoing), PUBLISH_WITHIN_MS)
    } catch (error) {
      this.#metrics.doubtsLeft('publish', marks.length)
      this.#log.warn({ err: error, checkIns: checkIns.length }, `not acknowledged by ${ATTENDANCE_TOPIC}`)
      return problems.unavailable('The check-in could not be made durable')
    }
    this.#metrics.published(performance.now() - start)
    if (marks.length > 0) this.#mark(epochToken, marks)
    return { kind: 'recorded' }
  }

  /**
   * Nobody waits for it: they are recorded whatever becomes of it, and until then their doubts stand. One that came alone has no
   * company to wait for: its mark leaves before its answer, so that a repeat at any instance finds it.
   */
  #mark(epochToken: string, marks: readonly AdmittedCheckIn[]): void {
    const marking = marks.length === 1 ? this.#gate.mark(epochToken, marks) : this.#gate.markSoon(epochToken, marks)
    marking.catch((error) => {
      // The doubts that stay make these people's next repeats be recorded too.
      this.#metrics.doubtsLeft('mark', marks.length)
      this.#log.warn({ err: error, checkIns: marks.length }, 'a mark has no known outcome')
    })
  }

  #outgoing = ({ record, schoolId, requestId }: AdmittedCheckIn): OutgoingRecord => ({
    partition: partitionOf(schoolId, this.#partitions),
    key: record.id,
    value: JSON.stringify(record),
    headers: { 'request-id': requestId },
  })
}

function nameOf(answer: LookAnswer | undefined): keyof GateAnswers {
  if (answer === undefined) return 'none'
  if (answer === 'go on') return 'goOn'
  if (answer === 'refused') return 'refused'
  return answer === 'in doubt' ? 'inDoubt' : 'repeat'
}
