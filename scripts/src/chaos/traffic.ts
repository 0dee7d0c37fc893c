import { setTimeout as sleep } from 'node:timers/promises'
import { Random } from '../simulator/random.ts'
import { hear, type Told, Wrongs } from './answers.ts'
import type { Person, SentRecord } from './people.ts'

const CAREFUL = 32
/** Their clients do not try for ever: whether such a record is stored is anybody's guess. */
const IMPATIENT = 8
/** Phones that have been offline, with the records of several people. */
const BATCHING = 6
const CLIENTS = CAREFUL + IMPATIENT + BATCHING
const BATCH = 25

/** Longer than an answer may take, which is 18 seconds: whoever waits this long waits for a process that stands still. */
const PATIENCE_MS = 20_000
const IMPATIENCE_MS = 1_500
const IMPATIENT_ATTEMPTS = 2
const PAUSE_MS = 60
const TWENTY_MINUTES = 20 * 60_000

/** People who come and go, and the clients that carry it: each tries again until it is told that a record is safe. */
export class Traffic {
  readonly people: readonly Person[]
  readonly wrongs = new Wrongs()
  acknowledgements = 0
  failures = 0
  readonly #edges: readonly string[]
  readonly #key: string
  readonly #random: Random
  #running = true
  #clients: Promise<void>[] = []

  constructor(parts: { edges: readonly string[]; key: string; people: readonly Person[]; seed: number }) {
    this.#edges = parts.edges
    this.#key = parts.key
    this.people = parts.people
    this.#random = new Random(parts.seed, 1)
  }

  start(): void {
    this.#clients = Array.from({ length: CLIENTS }, (_, client) => {
      const own = this.people.filter((_person, index) => index % CLIENTS === client)
      if (client < CAREFUL) return this.#serve(own, 1, (turn) => this.#single(turn, Number.POSITIVE_INFINITY))
      if (client < CAREFUL + IMPATIENT) return this.#serve(own, 1, (turn) => this.#single(turn, IMPATIENT_ATTEMPTS))
      return this.#serve(own, BATCH, (turn) => this.#batch(turn))
    })
  }

  /** Resolves when every client that does not give up has brought its last record to safety. */
  async stop(): Promise<void> {
    this.#running = false
    await Promise.all(this.#clients)
  }

  async #serve(own: Person[], at: number, send: (turn: Person[]) => Promise<void>): Promise<void> {
    for (let next = 0; this.#running; next = (next + at) % own.length) {
      await send(own.slice(next, next + at))
      await sleep(PAUSE_MS * 2 * this.#random.next() * at)
    }
  }

  /** What the person does now; some first check-ins come from phones that were offline. */
  #transition(person: Person): SentRecord {
    const last = person.sent.at(-1)
    const late = !last && this.#random.chance(0.1) ? TWENTY_MINUTES : 0
    const at = Math.max(Date.now() - late, (last?.at ?? 0) + 1)
    const out = person.inside
    const measured = !out && this.#random.chance(0.4)
    const temperature = measured ? (this.#random.chance(0.03) ? 38.4 : 36.6) : 0
    const record = { at, out, temperature, acknowledged: false }
    person.sent.push(record)
    return record
  }

  async #single([person]: Person[], attempts: number): Promise<void> {
    if (!person) return
    const record = this.#transition(person)
    const patience = attempts === Number.POSITIVE_INFINITY ? PATIENCE_MS : IMPATIENCE_MS
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const answer = await this.#post('/attendances', bodyOf(person, record), patience)
      if (answer && this.#hear(person, record, { status: answer.status, id: answer.body?.id })) return
      await this.#pause()
    }
  }

  async #batch(people: Person[]): Promise<void> {
    let open = people.map((person) => ({ person, record: this.#transition(person) }))
    while (open.length > 0) {
      const bodies = open.map(({ person, record }) => bodyOf(person, record))
      const answer = await this.#post('/attendances/batch', bodies, PATIENCE_MS)
      if (answer?.status === 207)
        open = open.filter(({ person, record }, index) => !this.#hear(person, record, answer.body[index]))
      else if (answer && answer.status !== 503)
        throw new Error(`a batch was answered ${answer.status} ${JSON.stringify(answer.body)}`)
      if (open.length > 0) await this.#pause()
    }
  }

  #hear(person: Person, record: SentRecord, told: Told): boolean {
    const final = hear(person, record, told, this.wrongs)
    if (final) this.acknowledgements += 1
    else this.failures += 1
    return final
  }

  /** Undefined when there was no answer: a connection that broke says nothing about the record. */
  // biome-ignore lint/suspicious/noExplicitAny: the body is what `hear` judges
  async #post(path: string, body: unknown, withinMs: number): Promise<{ status: number; body: any } | undefined> {
    try {
      const response = await fetch(this.#random.pick(this.#edges) + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.#key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(withinMs),
      })
      return { status: response.status, body: await response.json() }
    } catch {
      this.failures += 1
      return undefined
    }
  }

  #pause = () => sleep(50 + 150 * this.#random.next())
}

const bodyOf = ({ userId }: Person, { at, out, temperature }: SentRecord) => ({
  userId,
  type: out ? 'checkout' : 'checkin',
  timestamp: at,
  ...(temperature > 0 && { temperature }),
})
