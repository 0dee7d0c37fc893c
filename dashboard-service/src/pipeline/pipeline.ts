import {
  type DeadLetterStore,
  type Health,
  LETTER_STATUSES,
  type LetterStatus,
  type Logger,
  type Names,
  type Redis,
} from '@rollcall/platform'
import type { Added } from '../intake/flow.ts'
import type { ProgressWatch } from '../intake/progress-watch.ts'
import { type GateState, readGateState } from './gate-state.ts'
import { NotSeen, type Part, part, type Seen } from './part.ts'
import type { StoredRecords } from './stored-records.ts'

/** Both watches look every few seconds; what they saw before is told as what it is: old. */
const OLD_AFTER_MS = 15_000

export interface ConsumerState {
  readonly waiting: number
  /** 0 where nothing waits. */
  readonly oldestWaitsSeconds: number
  readonly taken: Added | null
  readonly partitions: readonly {
    readonly partition: number
    readonly written: number
    readonly taken: number
    readonly waiting: number
  }[]
}

export interface PipelineState {
  /** Records that got into the topic. */
  readonly acknowledged: Part<Added>
  readonly consumer: Part<ConsumerState>
  /** Records that came to lie in Postgres. */
  readonly stored: Part<Added>
  readonly deadLetters: Part<Record<LetterStatus, number>>
  readonly gate: Part<GateState>
  readonly dependencies: Part<Awaited<ReturnType<Health['detail']>>['dependencies']>
}

interface Parts {
  readonly watch: ProgressWatch
  readonly stored: StoredRecords
  readonly letters: Pick<DeadLetterStore, 'countByStatus'>
  readonly redis: Redis
  readonly names: Names
  readonly health: Health
  readonly log: Logger
}

/**
 * The way of a check-in from the edge into the table, as the stores themselves tell it: offsets of Kafka, counters of Postgres,
 * the gate in Redis, letters in Mongo. So every copy of this service says the same.
 */
export class Pipeline {
  readonly #read: { readonly [Name in keyof PipelineState]: () => Promise<PipelineState[Name]> }

  constructor({ watch, stored, letters, redis, names, health, log }: Parts) {
    this.#read = {
      acknowledged: part('Kafka does not answer', log, async () => {
        const { asOf } = lately('Kafka', watch.flow.lookedAt)
        return { asOf, value: measured(watch.flow.added('written')) }
      }),
      consumer: part('Kafka does not answer', log, async () => consumerState(watch)),
      stored: part('Postgres does not answer', log, async () => {
        const { asOf } = lately('Postgres', stored.lookedAt)
        return { asOf, value: measured(stored.added()) }
      }),
      deadLetters: part('Mongo does not answer', log, async () => {
        const asOf = new Date()
        const counts = await letters.countByStatus()
        const all = LETTER_STATUSES.map((status) => [status, counts[status] ?? 0] as const)
        return { asOf, value: Object.fromEntries(all) as Record<LetterStatus, number> }
      }),
      gate: part('Redis does not answer', log, async () => {
        const asOf = new Date()
        return { asOf, value: await readGateState(redis, names, asOf.getTime()) }
      }),
      dependencies: part('Not all of them answered in time', log, async () => {
        const asOf = new Date()
        return { asOf, value: (await health.detail()).dependencies }
      }),
    }
  }

  async state(): Promise<PipelineState> {
    const { acknowledged, consumer, stored, deadLetters, gate, dependencies } = this.#read
    const [a, c, s, d, g, h] = await Promise.all([
      acknowledged(),
      consumer(),
      stored(),
      deadLetters(),
      gate(),
      dependencies(),
    ])
    return { acknowledged: a, consumer: c, stored: s, deadLetters: d, gate: g, dependencies: h }
  }
}

function lately(store: string, lookedAt: number | undefined): { asOf: Date } {
  if (lookedAt === undefined) throw new NotSeen(`${store} has not been looked at yet`)
  const asOf = new Date(lookedAt)
  if (Date.now() - lookedAt > OLD_AFTER_MS)
    throw new NotSeen(`${store} does not answer; it was last looked at ${asOf.toISOString()}`)
  return { asOf }
}

function measured(added: Added | undefined): Added {
  if (!added) throw new NotSeen('It was looked at once: how fast it goes is known at the next look')
  return added
}

function consumerState(watch: ProgressWatch): Seen<ConsumerState> {
  const sight = watch.sight()
  const { asOf } = lately('Kafka', sight?.at)
  const partitions = (sight?.partitions ?? []).map(({ partition, end, committed, waiting }) => ({
    ...{ partition, written: end, taken: committed, waiting },
  }))
  return {
    asOf,
    value: {
      waiting: partitions.reduce((sum, { waiting }) => sum + waiting, 0),
      oldestWaitsSeconds: Math.round((watch.oldestWaitsMs(asOf.getTime()) ?? 0) / 1_000),
      taken: watch.flow.added('taken') ?? null,
      partitions,
    },
  }
}
