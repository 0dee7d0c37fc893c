import type { Kafka, Message, Producer } from 'kafkajs'
import type { PartitionMessage } from './produce-request.ts'
import type { OutgoingRecord } from './record-body.ts'

/** It is not known whether the broker has the records: publishing them again is safe, taking them for lost is not. */
export class PublishUnknown extends Error {}

const ALL_IN_SYNC_REPLICAS = -1
const SEND_TIMEOUT_MS = 5_000
const NO_ERROR = 0

/** Publishes with an acknowledgement of the broker for every single partition. */
export class Publisher {
  readonly #producer: Producer
  readonly #topic: string
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(kafka: Kafka, topic: string) {
    this.#topic = topic
    this.#producer = kafka.producer({
      allowAutoTopicCreation: false,
      // After an ambiguous time-out kafkajs' idempotence can lose a record while its send resolves; ids do the job here.
      idempotent: false,
      metadataMaxAge: 30_000,
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition ?? 0,
    })
  }

  connect(): Promise<void> {
    return this.#producer.connect()
  }

  /** Resolves when the broker has acknowledged all of them. Rejects with PublishUnknown when it has not by the deadline. */
  publish(records: readonly OutgoingRecord[], withinMs: number): Promise<void> {
    const work = this.#publishAll(records, performance.now() + withinMs)
    this.#underWay.add(work)
    const done = () => this.#underWay.delete(work)
    work.then(done, done)
    return within(work, withinMs)
  }

  /** Sends under way end first: a disconnect with sends pending makes kafkajs connect again. */
  async disconnect(): Promise<void> {
    await Promise.allSettled([...this.#underWay])
    await this.#producer.disconnect()
  }

  async #publishAll(records: readonly OutgoingRecord[], deadline: number): Promise<void> {
    let missing = records
    while (missing.length > 0) {
      if (performance.now() > deadline) throw new PublishUnknown('not acknowledged in time')
      const acknowledged = await this.#send(missing)
      missing = missing.filter((record) => !acknowledged.has(record.partition))
    }
  }

  /** A send can resolve although a partition's records were lost while its leader moved: only partitions named count. */
  async #send(records: readonly OutgoingRecord[]): Promise<Set<number>> {
    const answer = await this.#producer.send({
      topic: this.#topic,
      acks: ALL_IN_SYNC_REPLICAS,
      timeout: SEND_TIMEOUT_MS,
      // Each carries the records of its partition to produce-request.ts.
      messages: byPartition(records) as unknown as Message[],
    })
    return new Set(answer.filter((each) => each.errorCode === NO_ERROR).map((each) => each.partition))
  }
}

function byPartition(records: readonly OutgoingRecord[]): PartitionMessage[] {
  const messages = new Map<number, OutgoingRecord[]>()
  for (const record of records) {
    const same = messages.get(record.partition)
    if (same) same.push(record)
    else messages.set(record.partition, [record])
  }
  return Array.from(messages, ([partition, each]) => ({ partition, value: '', records: each }))
}

function within<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new PublishUnknown('not acknowledged in time')), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
