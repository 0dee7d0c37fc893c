import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@rollcall/platform'
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs'
import type { ChunkIntake, ChunkResult } from './chunk-intake.ts'
import type { Delivery } from './decode.ts'

/** About so many records a transaction; what comes at once is parted evenly, so that no few are left for one of their own. */
const CHUNK = 2_000
const PARTITIONS_AT_ONCE = 4
const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 5_000
const LEAVE_WITHIN_MS = 5_000
/** A broker answers a fetch when so much has come, or after the wait: few large transactions instead of many small ones. */
const FETCH_AT_LEAST_BYTES = 32_768
const FETCH_WAIT_MS = 200

export interface IntakeEvents {
  chunk(partition: number, result: ChunkResult, milliseconds: number): void
  outage(): void
  /** The partition moves, or waits for an outage to end. */
  alive(partition: number): void
  assigned(partitions: readonly number[]): void
}

/**
 * Takes the topic into the ledger, chunk by chunk: commit in Postgres, then letters, then offsets, then the notice. Whatever
 * dies in between, the chunk comes again and changes nothing.
 */
export class AttendanceConsumer {
  readonly #consumer: Consumer
  readonly #topic: string
  readonly #intake: ChunkIntake
  readonly #events: IntakeEvents
  readonly #log: Logger
  #stopped = false

  constructor(parts: {
    kafka: Kafka
    topic: string
    group: string
    intake: ChunkIntake
    events: IntakeEvents
    log: Logger
  }) {
    this.#topic = parts.topic
    this.#intake = parts.intake
    this.#events = parts.events
    this.#log = parts.log
    this.#consumer = parts.kafka.consumer({
      groupId: parts.group,
      sessionTimeout: 30_000,
      heartbeatInterval: 3_000,
      rebalanceTimeout: 60_000,
      minBytes: FETCH_AT_LEAST_BYTES,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
    })
  }

  /** Joins its group in the background, as long as that takes. `failed`: kafkajs has given up; only a new process helps. */
  start(failed: (error: Error) => void): void {
    const { CRASH, GROUP_JOIN } = this.#consumer.events
    this.#consumer.on(CRASH, ({ payload }) => {
      this.#log.warn({ err: payload.error, restart: payload.restart }, 'consumer crashed')
      if (!payload.restart) failed(payload.error)
    })
    this.#consumer.on(GROUP_JOIN, ({ payload }) => this.#events.assigned(payload.memberAssignment[this.#topic] ?? []))
    void this.#join()
  }

  async #join(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#run()
        return
      } catch (error) {
        this.#log.warn({ err: error }, 'Kafka does not let us in; trying again')
        await sleep(LONGEST_WAIT_MS / 5)
      }
    }
  }

  async #run(): Promise<void> {
    await this.#consumer.connect()
    // From the beginning: otherwise an offset that is out of range would jump to the end, and skip what lies between.
    await this.#consumer.subscribe({ topics: [this.#topic], fromBeginning: true })
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => this.#takeBatch(payload),
    })
  }

  /** Ends the chunks under way first. kafkajs can't leave a group that it is just joining: that is not waited for. */
  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.race([this.#consumer.disconnect(), sleep(LEAVE_WITHIN_MS)])
  }

  async #takeBatch(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, resolveOffset, commitOffsetsIfNecessary } = payload
    const size = chunkSize(batch.messages.length)
    for (let first = 0; first < batch.messages.length; first += size) {
      const messages = batch.messages.slice(first, first + size)
      const start = performance.now()
      const result = await this.#takeChunk(payload, messages)
      if (!result) return
      const last = messages.at(-1)?.offset ?? batch.lastOffset()
      const next = (BigInt(last) + 1n).toString()
      resolveOffset(last)
      await commitOffsetsIfNecessary({
        topics: [{ topic: batch.topic, partitions: [{ partition: batch.partition, offset: next }] }],
      })
      this.#events.chunk(batch.partition, result, performance.now() - start)
      this.#events.alive(batch.partition)
      await heartbeat()
    }
  }

  /** Tries until it succeeds: nothing but poison may be put aside. Undefined when the partition is no longer ours to take. */
  async #takeChunk(
    { batch, heartbeat, isRunning, isStale }: EachBatchPayload,
    messages: KafkaMessage[],
  ): Promise<ChunkResult | undefined> {
    const deliveries = messages.map((message) => deliveryOf(batch.partition, message))
    for (let wait = FIRST_WAIT_MS; isRunning() && !isStale(); wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        return await this.#intake.take(deliveries)
      } catch (error) {
        this.#events.outage()
        this.#log.warn(
          { err: error, partition: batch.partition, records: messages.length },
          'chunk not stored; waiting',
        )
      }
      for (const until = performance.now() + wait; performance.now() < until && isRunning() && !isStale(); ) {
        await sleep(Math.min(wait, 1_000))
        await heartbeat()
      }
      this.#events.alive(batch.partition)
    }
    return undefined
  }
}

const chunkSize = (records: number): number => Math.ceil(records / Math.max(1, Math.round(records / CHUNK)))

function deliveryOf(partition: number, message: KafkaMessage): Delivery {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers ?? {}))
    headers[name] = Array.isArray(value) ? value.map(String).join(',') : String(value)
  return { partition, offset: Number(message.offset), key: message.key, value: message.value, headers }
}
