import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, checkIn } from './client.ts'

interface Person {
  readonly userId: number
  inside: boolean
  lastAt: number
}

export interface Seen {
  readonly at: number
  readonly status: number
  readonly retryAfter: string | null
}

/** A door lets through forty a second at most: some hundreds of check-ins a second for all doors are load enough. */
const BETWEEN_PASSES_MS = 25

/**
 * People who come and go, by careful clients that try again until they are told that a record is safe. It keeps what it was
 * told, to be compared with what is stored.
 */
export class Load {
  readonly acknowledged = new Set<string>()
  /** Check-outs that were refused although the check-in had been acknowledged. */
  readonly refusedAtTheDoor: string[] = []
  readonly answers: Seen[] = []
  readonly #edges: readonly { url: string }[]
  readonly #key: string
  readonly #people: Person[]
  #running = true
  #workers: Promise<void>[] = []

  constructor(edges: readonly { url: string }[], key: string, people: { from: number; count: number }) {
    this.#edges = edges
    this.#key = key
    this.#people = Array.from({ length: people.count }, (_, index) => ({
      userId: people.from + index,
      inside: false,
      lastAt: 0,
    }))
  }

  start(workers: number): this {
    this.#workers = Array.from({ length: workers }, (_, worker) => this.#work(worker, workers))
    return this
  }

  /** Every client first gets its last record to safety. */
  async stop(): Promise<void> {
    this.#running = false
    await Promise.all(this.#workers)
  }

  has(userId: number): boolean {
    return this.#people.some((person) => person.userId === userId)
  }

  statuses(from = 0, to = Number.POSITIVE_INFINITY): Record<number, number> {
    const counts: Record<number, number> = {}
    for (const { at, status } of this.answers) if (at >= from && at < to) counts[status] = (counts[status] ?? 0) + 1
    return counts
  }

  async #work(worker: number, workers: number): Promise<void> {
    const own = this.#people.filter((_, index) => index % workers === worker)
    for (let turn = 0; this.#running; turn++) {
      const person = own[turn % own.length]
      if (person) await this.#pass(person)
      await sleep(BETWEEN_PASSES_MS)
    }
  }

  async #pass(person: Person): Promise<void> {
    const type = person.inside ? 'checkout' : 'checkin'
    const timestamp = Math.max(Date.now(), person.lastAt + 1)
    person.lastAt = timestamp
    const answer = await this.#untilSafe({ userId: person.userId, type, timestamp })
    if (answer.status === 409) this.refusedAtTheDoor.push(`${person.userId} at ${timestamp}`)
    else this.acknowledged.add(answer.body.id)
    person.inside = !person.inside
  }

  async #untilSafe(body: Parameters<typeof checkIn>[2]): Promise<Answer> {
    for (;;) {
      const edge = this.#edges[Math.floor(Math.random() * this.#edges.length)]
      if (!edge) throw new Error('a load needs an address')
      try {
        const answer = await checkIn(edge, this.#key, body)
        this.answers.push({ at: Date.now(), status: answer.status, retryAfter: answer.headers.get('retry-after') })
        if (answer.status === 200 || answer.status === 201 || answer.status === 409) return answer
        if (answer.status !== 503) throw new Error(`unexpected: ${answer.status} ${JSON.stringify(answer.body)}`)
      } catch (error) {
        // A connection that broke says nothing about the record: the same request again.
        if (!(error instanceof TypeError)) throw error
      }
      await sleep(50)
    }
  }
}
