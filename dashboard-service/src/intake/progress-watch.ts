import type { Logger } from '@rollcall/platform'
import type { Admin, Kafka } from 'kafkajs'
import { Flow } from './flow.ts'
import { oldestWaiting } from './oldest-waiting.ts'

const LOOK_EVERY_MS = 2_000
const STUCK_AFTER_MS = 120_000

interface Position {
  readonly committed: number
  /** The offset that the next record will get. */
  readonly end: number
  readonly waiting: number
}

/** How the topic stood when it was last looked at. */
export interface TopicSight {
  readonly at: number
  readonly partitions: readonly (Position & { readonly partition: number })[]
}

/**
 * Sees what kafkajs does not tell: a partition that is ours, has records waiting, and does not move, although its
 * heartbeats go on. Only a new process helps then. It also knows what waits in all partitions, whoever has them, as a
 * partition that nobody has would wait unseen.
 */
export class ProgressWatch {
  readonly #admin: Admin
  readonly #topic: string
  readonly #group: string
  readonly #log: Logger
  #assigned: readonly number[] = []
  readonly #positions = new Map<number, Position>()
  /** Of all partitions, by their offsets: whoever wrote and whoever took. */
  readonly flow = new Flow<'written' | 'taken'>()
  readonly #movedAt = new Map<number, number>()
  #oldest: number | undefined
  #lookedAt: number | undefined
  #connected = false
  #looking: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(parts: { kafka: Kafka; topic: string; group: string; log: Logger }) {
    this.#admin = parts.kafka.admin()
    this.#topic = parts.topic
    this.#group = parts.group
    this.#log = parts.log
  }

  start(stuck: (error: Error) => void): void {
    const look = () => {
      this.#looking ??= this.#look(stuck).finally(() => {
        this.#looking = undefined
      })
    }
    this.#timer = setInterval(look, LOOK_EVERY_MS)
    this.#timer.unref()
    look()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
    await this.#admin.disconnect()
  }

  assigned(partitions: readonly number[]): void {
    this.#assigned = partitions
    for (const partition of partitions) this.alive(partition)
  }

  /** It moved, or something other than kafkajs holds it up and is being waited for. */
  alive(partition: number): void {
    this.#movedAt.set(partition, Date.now())
  }

  /** How many partitions are ours. */
  get partitions(): number {
    return this.#assigned.length
  }

  /** Records waiting in each partition, when last looked. */
  lag(): { partition: number; waiting: number }[] {
    return [...this.#positions].map(([partition, { waiting }]) => ({ partition, waiting }))
  }

  /** Undefined as long as nobody has looked. */
  sight(): TopicSight | undefined {
    if (this.#lookedAt === undefined) return undefined
    const partitions = [...this.#positions].map(([partition, position]) => ({ partition, ...position }))
    return { at: this.#lookedAt, partitions: partitions.sort((a, b) => a.partition - b.partition) }
  }

  /**
   * For how long the oldest of them has waited; 0 when nothing waits. It grows on while Kafka can't be asked. Undefined as
   * long as nobody has looked.
   */
  oldestWaitsMs(now: number): number | undefined {
    if (this.#lookedAt === undefined) return undefined
    return this.#oldest === undefined ? 0 : Math.max(0, now - this.#oldest)
  }

  async #look(stuck: (error: Error) => void): Promise<void> {
    try {
      if (!this.#connected) await this.#admin.connect()
      this.#connected = true
      const next = await this.#readPositions()
      this.#oldest = next.size === 0 ? undefined : await oldestWaiting(next, this.#offsetsAt, Date.now())
      this.#lookedAt = Date.now()
      const positions = [...this.#positions.values()]
      this.flow.add(this.#lookedAt, {
        written: positions.reduce((sum, { end }) => sum + end, 0),
        taken: positions.reduce((sum, { committed }) => sum + committed, 0),
      })
      for (const partition of this.#assigned) {
        const waiting = this.#positions.get(partition)?.waiting ?? 0
        if (waiting > 0 && Date.now() - (this.#movedAt.get(partition) ?? 0) > STUCK_AFTER_MS)
          stuck(new Error(`partition ${partition} does not move although ${waiting} records wait`))
      }
    } catch (error) {
      // Kafka away is for the consumer to wait out; here it only means that nothing can be said.
      for (const partition of this.#assigned) this.alive(partition)
      this.#log.debug({ err: error }, 'could not look at the topic')
    }
  }

  /** The first record that waits, of each partition that has one. */
  async #readPositions(): Promise<Map<number, number>> {
    // In this order what is taken meanwhile counts as waiting: the lag may be a little too large, never too small.
    const [own] = await this.#admin.fetchOffsets({ groupId: this.#group, topics: [this.#topic] })
    const committed = new Map(own?.partitions.map(({ partition, offset }) => [partition, Number(offset)]))
    const next = new Map<number, number>()
    for (const { partition, low, high } of await this.#admin.fetchTopicOffsets(this.#topic)) {
      // Below `low` the topic has forgotten; -1 where nothing was ever committed.
      const from = Math.max(Number(low), committed.get(partition) ?? 0)
      const waiting = Math.max(0, Number(high) - from)
      if (this.#positions.get(partition)?.committed !== from) this.alive(partition)
      this.#positions.set(partition, { committed: from, end: Number(high), waiting })
      if (waiting > 0) next.set(partition, from)
    }
    return next
  }

  #offsetsAt = async (time: number): Promise<Map<number, number>> => {
    const offsets = await this.#admin.fetchTopicOffsetsByTimestamp(this.#topic, time)
    return new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]))
  }
}
