import { setTimeout as sleep } from 'node:timers/promises'
import { ATTENDANCE_TOPIC, createKafka, createLogger } from '@rollcall/platform'
import type { Stack } from '../stack/stack.ts'

const log = createLogger('simulator', 'silent')

/** How many records the topic holds that dashboard-service has not committed yet. */
export class Lag {
  readonly #admin
  readonly #topic: string
  readonly #group: string
  peak = 0

  constructor(stack: Stack) {
    this.#admin = createKafka(stack.urls.kafka.split(','), 'simulator', log).admin()
    this.#topic = stack.names.topic(ATTENDANCE_TOPIC)
    this.#group = stack.names.group('dashboard-service')
  }

  connect = () => this.#admin.connect()
  disconnect = () => this.#admin.disconnect()

  async now(): Promise<number> {
    const ends = await this.#admin.fetchTopicOffsets(this.#topic)
    const [own] = await this.#admin.fetchOffsets({ groupId: this.#group, topics: [this.#topic] })
    const committed = new Map(own?.partitions.map(({ partition, offset }) => [partition, Number(offset)]))
    let lag = 0
    for (const { partition, low, high } of ends)
      lag += Number(high) - Math.max(Number(low), committed.get(partition) ?? -1)
    this.peak = Math.max(this.peak, lag)
    return lag
  }

  /** Resolves when nothing waits. An outage on the way is waited out. */
  async gone(told: (lag: number) => void, options: { everyMs: number; withinMs: number }): Promise<void> {
    let last: unknown
    for (const start = performance.now(); performance.now() - start < options.withinMs; await sleep(options.everyMs)) {
      try {
        const lag = await this.now()
        if (lag === 0) return
        told(lag)
        last = lag
      } catch (error) {
        last = error
      }
    }
    throw new Error(`The consumer does not come to an end (last seen waiting: ${String(last)})`)
  }
}
