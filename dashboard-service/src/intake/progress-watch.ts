import type { Logger } from '@rollcall/platform'
import type { Admin, Kafka } from 'kafkajs'

const LOOK_EVERY_MS = 15_000
const STUCK_AFTER_MS = 120_000

interface Position {
  readonly committed: number
  readonly waiting: number
}

/**
 * Sees what kafkajs does not tell: a partition that is ours, has records waiting, and does not move, although its
 * heartbeats go on. Only a new process helps then. It also knows the lag.
 */
export class ProgressWatch {
  readonly #admin: Admin
  readonly #topic: string
  readonly #group: string
  readonly #log: Logger
  #assigned: readonly number[] = []
  readonly #positions = new Map<number, Position>()
  readonly #movedAt = new Map<number, number>()
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
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look(stuck).finally(() => {
        this.#looking = undefined
      })
    }, LOOK_EVERY_MS)
    this.#timer.unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
    await this.#admin.disconnect()
  }

  assigned(partitions: readonly number[]): void {
    this.#assigned = partitions
    this.#positions.clear()
    for (const partition of partitions) this.#movedAt.set(partition, Date.now())
  }

  /** It moved, or something other than kafkajs holds it up and is being waited for. */
  alive(partition: number): void {
    this.#movedAt.set(partition, Date.now())
  }

  /** Records waiting in our partitions, when last looked. */
  lag(): { partition: number; waiting: number }[] {
    return [...this.#positions].map(([partition, { waiting }]) => ({ partition, waiting }))
  }

  async #look(stuck: (error: Error) => void): Promise<void> {
    try {
      if (!this.#connected) await this.#admin.connect()
      this.#connected = true
      const ends = await this.#admin.fetchTopicOffsets(this.#topic)
      const [own] = await this.#admin.fetchOffsets({ groupId: this.#group, topics: [this.#topic] })
      for (const { partition, offset } of own?.partitions ?? []) {
        if (!this.#assigned.includes(partition)) continue
        const committed = Math.max(0, Number(offset))
        const end = Number(ends.find((each) => each.partition === partition)?.high ?? 0)
        if (this.#positions.get(partition)?.committed !== committed) this.alive(partition)
        this.#positions.set(partition, { committed, waiting: end - committed })
        if (end > committed && Date.now() - (this.#movedAt.get(partition) ?? 0) > STUCK_AFTER_MS)
          stuck(new Error(`partition ${partition} does not move although ${end - committed} records wait`))
      }
    } catch (error) {
      // Kafka away is for the consumer to wait out; here it only means that nothing can be said.
      for (const partition of this.#assigned) this.alive(partition)
      this.#log.debug({ err: error }, 'could not look at the topic')
    }
  }
}
