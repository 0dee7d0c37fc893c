import { eventId, parseEventId, TimeZoneDays, transitionOrder } from '@rollcall/domain'
import type { Names, Token } from '@rollcall/platform'
import { Admission, type AdmittedCheckIn } from '../../attendance-service/src/check-ins/admission.ts'
import type { BatchOutcome } from '../../attendance-service/src/check-ins/recorder.ts'
import type { Roster } from '../../attendance-service/src/roster/roster.ts'
import type { GateInRedis, Snapshot } from './gate-in-redis.ts'
import { type HeldCall, settled } from './held-redis.ts'
import { type Event, saysTheSame } from './history.ts'
import { LiveInstance } from './live-instance.ts'

const MINUTE = 60_000
const days = new TimeZoneDays('UTC')
/** Around a midnight: days begin, and end, and leave the gate. */
export const DATES = ['2026-09-01', '2026-09-02']
const START = days.day('2026-09-01').endsAt - 25 * MINUTE
const END = START + 100 * MINUTE
/** Of two hashes. */
export const PEOPLE = [5, 511, 512]
/** How far the clock of each instance is ahead. */
const AHEAD = [2 * MINUTE, -2 * MINUTE]
const BATCHES_AT_ONCE = 5
const FAULTS = 6
/** When a record says that it was, from now. */
const MINUTES_FROM_NOW = [0, 1, 2, -1, -3, -8, -40]

/** A whole number below the given one; undefined when the history is over. */
export type Choose = (below: number) => number | undefined

interface Action {
  readonly what: string
  readonly weight: number
  readonly run: () => unknown
}

interface Asked {
  readonly checkIn: AdmittedCheckIn
  readonly instance: LiveInstance
  wasTrue: boolean
}

const token: Token = { id: 1, kind: 'device', schoolId: null, limitPerSecond: null }
const roster: Pick<Roster, 'find'> = { find: (_userId, at) => ({ schoolId: 1, day: days.dayAt(at) }) }
const eventOf = ({ at, type }: Pick<AdmittedCheckIn, 'at' | 'type'>): Event => 2 * at + transitionOrder(type)
const dayOf = (userId: number, at: number) => `${userId} on ${days.dayAt(at).date}`

/** One history as it happens: two instances, several people, a real Redis; what comes next is chosen at every step. */
export class LiveHistory {
  readonly steps: string[] = []
  /** What Date.now tells. */
  clock = START
  readonly #names: Names
  readonly #gate: GateInRedis
  readonly #begun: boolean
  readonly #admission = new Admission(roster as Roster)
  readonly #instances: LiveInstance[]
  readonly #recorded = new Set<string>()
  readonly #log = new Map<string, Set<Event>>()
  readonly #net = new Set<string>()
  readonly #asked = new Set<Asked>()
  /** Put off by the gate. */
  #again: Asked[] = []
  /** Commands of which nobody awaits the reply any more. */
  readonly #strays: HeldCall[] = []
  #snapshot: Snapshot | undefined
  #now = START
  #faults = FAULTS
  #wrong: string | undefined

  /** `begun`: somebody's record was published before. */
  constructor(names: Names, gate: GateInRedis, begun: boolean) {
    this.#names = names
    this.#gate = gate
    this.#begun = begun
    this.#instances = AHEAD.map((_, index) => this.#instance(index))
  }

  /** Throws when an answer is wrong. */
  async play(choose: Choose): Promise<void> {
    for (;;) {
      const actions = this.#actions(choose)
      let chosen = choose(actions.reduce((sum, { weight }) => sum + weight, 0))
      if (chosen === undefined) return
      const action = actions.find(({ weight }) => {
        chosen = (chosen ?? 0) - weight
        return chosen < 0
      })
      this.steps.push(action?.what ?? '')
      await action?.run()
      await settled()
      if (this.#wrong) throw new Error([...this.steps, this.#wrong].join('\n'))
    }
  }

  #instance(index: number): LiveInstance {
    const instance = new LiveInstance(this.#names, (id) => this.#recorded.has(id) || this.#net.add(id))
    this.#tellTime(index)
    void instance.prepare()
    return instance
  }

  #tellTime(index: number): void {
    this.clock = this.#now + (AHEAD[index] ?? 0)
  }

  #actions(choose: Choose): Action[] {
    const actions: Action[] = []
    const may = (weight: number, what: string, run: () => unknown) => actions.push({ what, weight, run })
    if (this.#now < END) may(2, 'time passes', () => this.#pass(choose))
    if (this.#asked.size < BATCHES_AT_ONCE) may(6, 'a batch', () => this.#batch(choose))
    for (const asked of this.#again) may(3, `again ${asked.checkIn.id}`, () => this.#askAgain(asked, choose))
    for (const id of this.#net) may(3, `the log gets ${id}`, () => this.#append(id))
    for (const stray of this.#strays) may(2, `late ${stray.name}`, () => this.#runStray(stray))
    for (const [index, instance] of this.#instances.entries()) {
      for (const call of instance.redis.calls) may(8, `${index} ${call.name}`, () => this.#answer(index, call))
      for (const publish of instance.publishes)
        if (publish.ids.every((id) => this.#recorded.has(id))) may(6, `${index} is acknowledged`, publish.acknowledge)
    }
    if (this.#faults > 0) this.#addFaults(choose, (weight, what, run) => may(weight, what, () => this.#fault(run)))
    return actions
  }

  #addFaults(choose: Choose, may: (weight: number, what: string, run: () => unknown) => unknown): void {
    for (const [index, instance] of this.#instances.entries()) {
      may(1, `${index} crashes`, () => this.#crash(index, choose))
      for (const publish of instance.publishes) may(1, `${index} waits for Kafka in vain`, publish.timeOut)
      for (const call of instance.redis.calls) may(1, `${index} ${call.name}, lost`, () => this.#lose(call, choose))
    }
    // Instances that start while Redis forgets before the first record of all: protocol.test.ts goes through all of it.
    if (!this.#begun && this.#recorded.size === 0) return
    may(2, 'Redis forgets', () => this.#gate.forget())
    may(1, 'Redis takes a snapshot', async () => {
      this.#snapshot = await this.#gate.snapshot()
    })
    const snapshot = this.#snapshot
    if (snapshot) may(2, 'Redis starts from its snapshot', () => this.#gate.startFrom(snapshot))
  }

  #fault(run: () => unknown): unknown {
    this.#faults -= 1
    return run()
  }

  #pass(choose: Choose): void {
    this.#now += ([1, 2, 5, 9][choose(4) ?? 0] ?? 1) * MINUTE
  }

  #batch(choose: Choose): void {
    const index = choose(2) ?? 0
    const instance = this.#instances[index] as LiveInstance
    if (!instance.listens) return
    this.#tellTime(index)
    const batch: Asked[] = []
    for (let left = 1 + (choose(3) ?? 0); left > 0; left--) {
      const userId = PEOPLE[choose(PEOPLE.length) ?? 0] ?? 0
      const type = choose(2) === 1 ? 'checkout' : 'checkin'
      const timestamp = this.clock + (MINUTES_FROM_NOW[choose(MINUTES_FROM_NOW.length) ?? 0] ?? 0) * MINUTE
      const temperature = choose(10) === 9 ? 38.5 : null
      if (instance.busy.has(userId) || batch.some(({ checkIn }) => checkIn.userId === userId)) continue
      const admitted = this.#admission.admit({ userId, type, timestamp, temperature }, token, this.clock, '')
      // Not a promise: this roster has everybody at hand.
      const checkIn = admitted as AdmittedCheckIn
      const log = this.#log.get(dayOf(userId, timestamp)) ?? []
      batch.push({ checkIn, instance, wasTrue: saysTheSame(log, eventOf(checkIn)) })
    }
    this.steps.push(`  ${index}: ${batch.map(({ checkIn }) => checkIn.id).join(' ')}`)
    this.#record(instance, batch)
  }

  #record(instance: LiveInstance, batch: readonly Asked[]): void {
    for (const asked of batch) this.#asked.add(asked)
    const byCheckIn = new Map(batch.map((asked) => [asked.checkIn, asked]))
    const answered = (checkIn: AdmittedCheckIn, outcome: BatchOutcome | Error | undefined) => {
      const asked = byCheckIn.get(checkIn)
      if (asked) this.#judge(asked, outcome)
    }
    if (batch.length > 0) instance.record([...byCheckIn.keys()], answered)
  }

  #judge(asked: Asked, outcome: BatchOutcome | Error | undefined): void {
    const { checkIn, wasTrue, instance } = asked
    if (outcome && 'kind' in outcome && outcome.kind === 'in doubt') {
      instance.busy.add(checkIn.userId)
      this.#again.push(asked)
      return
    }
    this.#asked.delete(asked)
    if (!outcome || outcome instanceof Error) return
    const of = outcome.kind === 'repeat' ? eventId(checkIn.userId, checkIn.type, outcome.of) : checkIn.id
    if (outcome.kind !== 'refused' && !this.#recorded.has(of)) this.#wrong = `${of} is not in the log`
    if (outcome.kind !== 'recorded' && of !== checkIn.id && !wasTrue)
      this.#wrong = `${checkIn.id} is no repeat of ${of}`
    if (outcome.kind === 'refused' && !wasTrue) this.#wrong = `${checkIn.id} is refused, but the person is in`
  }

  #askAgain(asked: Asked, choose: Choose): void {
    this.#again = this.#again.filter((each) => each !== asked)
    asked.checkIn.patient = choose(2) === 1
    this.#record(asked.instance, [asked])
  }

  #append(id: string): void {
    const event = parseEventId(id)
    if (!event) throw new Error(`${id} is no event's id`)
    this.#net.delete(id)
    this.#recorded.add(id)
    const day = dayOf(event.userId, event.at)
    const log = this.#log.get(day) ?? new Set()
    this.#log.set(day, log.add(eventOf(event)))
    for (const asked of this.#asked) {
      const { userId, at } = asked.checkIn
      if (dayOf(userId, at) === day) asked.wasTrue ||= saysTheSame(log, eventOf(asked.checkIn))
    }
  }

  async #answer(index: number, call: HeldCall): Promise<void> {
    this.#tellTime(index)
    if (call.name === 'neverRecorded') call.answer(!this.#begun && this.#recorded.size === 0)
    else call.answer(await this.#gate.run(call.name, call.args))
  }

  /** Command lost, reply lost, or the command comes late. */
  async #lose(call: HeldCall, choose: Choose): Promise<void> {
    if (call.name !== 'neverRecorded') {
      const how = choose(3)
      if (how === 1) await this.#gate.run(call.name, call.args)
      // Not an establishing one: what it says of the time must be true when it comes.
      if (how === 2 && call.name !== 'gateEstablish') this.#strays.push(call)
    }
    call.lose()
  }

  async #runStray(call: HeldCall): Promise<void> {
    this.#strays.splice(this.#strays.indexOf(call), 1)
    if (call.name !== 'neverRecorded') await this.#gate.run(call.name, call.args)
  }

  async #crash(index: number, choose: Choose): Promise<void> {
    const instance = this.#instances[index]
    if (!instance) return
    instance.crash()
    for (const asked of this.#asked) if (asked.instance === instance) this.#asked.delete(asked)
    this.#again = this.#again.filter((asked) => asked.instance !== instance)
    for (const call of [...instance.redis.calls]) await this.#lose(call, choose)
    this.#instances[index] = this.#instance(index)
  }
}
