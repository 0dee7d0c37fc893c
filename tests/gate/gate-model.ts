import type { GateProgram, Reply, Step } from './gate-program.ts'
import { OWN_TOKEN } from './gate-program.ts'
import { type GateScriptsInRedis, type Kept, NOTHING_KEPT } from './gate-scripts-in-redis.ts'
import type { Argument } from './held-redis.ts'
import {
  atOf,
  DEVICE_AHEAD_AT_MOST,
  type Event,
  eventAt,
  LATE_AFTER,
  minuteOf,
  nameOf,
  saysTheSame,
  typeOf,
} from './history.ts'
import {
  appended,
  FIRST_TOKEN,
  freshToken,
  idle,
  type Left,
  published,
  type Request,
  STARTING,
  type State,
  spend,
  withInstance,
} from './state.ts'

/** What may happen in a history. */
export interface Scenario extends Left {
  /** The moments at which anything happens. */
  readonly clock: readonly number[]
  /** What can be asked for. */
  readonly events: readonly Event[]
  /** How many minutes the clock of each instance is ahead. */
  readonly ahead: readonly [number, number]
  /** Since when Redis remembers; null: the instances start only now. */
  readonly since: number | null
  /** Whether anybody's record was published before. */
  readonly begun: boolean
}

export type Next = readonly [what: string, state: State]

/**
 * One person's day at two instances, and all that can come next. Every step is one of the real CheckInGate or of a real
 * script. A client that gives up changes nothing here: no other has to wait for it. A crash before publishing is one after
 * which what was published never arrives.
 */
export class GateModel {
  readonly #scenario: Scenario
  readonly #program: GateProgram
  readonly #scripts: GateScriptsInRedis
  readonly #marksAgain: boolean

  /** `marksAgain`: the mistake of sending a mark again whose reply was lost. */
  constructor(scenario: Scenario, program: GateProgram, scripts: GateScriptsInRedis, marksAgain = false) {
    this.#scenario = scenario
    this.#program = program
    this.#scripts = scripts
    this.#marksAgain = marksAgain
  }

  start(): State {
    const { since, requests, crashes, wipes, snapshots, losses } = this.#scenario
    const epoch = since === null ? null : { token: FIRST_TOKEN, since: String(atOf(since)) }
    return {
      now: 0,
      redis: epoch ? { slot: null, epoch: { ...epoch, same: true } } : NOTHING_KEPT,
      snapshot: null,
      log: [],
      net: [],
      marks: [],
      opened: epoch !== null,
      instances: epoch ? [idle(epoch), idle(epoch)] : [STARTING, STARTING],
      left: { requests, crashes, wipes, snapshots, losses },
    }
  }

  async next(state: State): Promise<Next[]> {
    const next: Next[] = []
    if (state.now + 1 < this.#scenario.clock.length) next.push(['time passes', { ...state, now: state.now + 1 }])
    for (const each of state.net) next.push([`the log gets ${nameOf(each)}`, appended(state, each)])
    for (const mark of state.marks) {
      const { after: redis } = await this.#scripts.run(state.redis, 'gateMark', mark)
      next.push(['a mark comes late', { ...state, redis, marks: state.marks.filter((each) => each !== mark) }])
    }
    if (state.left.wipes > 0) this.#wipes(state, next)
    for (const index of [0, 1] as const) await this.#nextOf(state, index, next)
    return next
  }

  #wipes(state: State, next: Next[]): void {
    const { redis, snapshot, left } = state
    next.push(['Redis forgets', spend({ ...state, redis: NOTHING_KEPT }, 'wipes')])
    if (snapshot) next.push(['Redis starts from its snapshot', spend({ ...state, redis: snapshot }, 'wipes')])
    if (left.snapshots > 0)
      next.push(['Redis takes a snapshot', spend({ ...state, snapshot: ofBefore(redis) }, 'snapshots')])
  }

  async #nextOf(state: State, index: 0 | 1, next: Next[]): Promise<void> {
    const { request, memory, starting } = state.instances[index]
    if (starting) return this.#starts(state, index, starting, next)
    if (!request) {
      if (state.left.requests > 0) this.#requests(state, index, next)
      return
    }
    if (state.left.crashes > 0) next.push([`${index} crashes`, spend(withInstance(state, index, STARTING), 'crashes')])
    if (typeof request.look !== 'string') return this.#looks(state, index, request, request.look, next)

    const free = withInstance(state, index, idle(memory))
    if (!state.log.includes(request.event)) next.push([`${index} waits for Kafka in vain`, free])
    else {
      if (state.left.losses > 0) next.push([`${index} misses the acknowledgement`, spend(free, 'losses')])
      await this.#marks(state, index, request, request.look, next)
    }
  }

  #requests(state: State, index: 0 | 1, next: Next[]): void {
    const now = this.#clock(state, index)
    for (const event of this.#scenario.events) {
      if (minuteOf(event) > now + DEVICE_AHEAD_AT_MOST) continue
      const manner = { late: minuteOf(event) < now - LATE_AFTER, patient: true }
      const request = { event, manner, wasTrue: saysTheSame(state.log, event), look: [] }
      const busy = withInstance(state, index, { ...state.instances[index], request })
      next.push([`${index} is asked for ${nameOf(event)}`, spend(busy, 'requests')])
    }
  }

  async #starts(state: State, index: 0 | 1, replies: readonly Reply[], next: Next[]): Promise<void> {
    const now = atOf(this.#clock(state, index))
    const step = await this.#program.prepare(replies, now)
    const goOn = async (from: State, last: Reply): Promise<State> => {
      const then = await this.#program.prepare([...replies, last], now)
      if ('asks' in then) return withInstance(from, index, { ...STARTING, starting: [...replies, last] })
      // main.ts has it written down before an instance takes its first request.
      return { ...withInstance(from, index, idle(then.memory)), opened: true }
    }
    await this.#asks(state, `${index} starts,`, step, goOn, next)
  }

  async #looks(state: State, index: 0 | 1, request: Request, replies: readonly Reply[], next: Next[]): Promise<void> {
    const now = atOf(this.#clock(state, index))
    const step = await this.#program.look(state.instances[index].memory, request.event, request.manner, replies, now)
    const goOn = (from: State, last: Reply) => this.#goOn(from, index, request, [...replies, last], now)
    await this.#asks(state, `${index}`, step, goOn, next)
  }

  /** The reply comes, or is lost, or the command is. */
  async #asks(
    state: State,
    who: string,
    step: Step,
    goOn: (from: State, last: Reply) => Promise<State>,
    next: Next[],
  ): Promise<void> {
    if (!('asks' in step)) throw new Error('what is over waits for nothing')
    const [redis, reply] = await this.#ask(state, step.asks, step.args)
    // Whoever asks takes the one chance to know everything, also when the answer is lost.
    const asked = { ...state, redis, opened: state.opened || step.asks === 'neverRecorded' }
    next.push([`${who} ${step.asks}`, await goOn(asked, reply)])
    if (state.left.losses > 0) {
      next.push([`${who} ${step.asks}, command lost`, spend(await goOn(state, 'lost'), 'losses')])
      next.push([`${who} ${step.asks}, reply lost`, spend(await goOn(asked, 'lost'), 'losses')])
    }
  }

  async #ask(state: State, asks: string, args: readonly Argument[]): Promise<[Kept, Reply]> {
    const fresh = freshToken(state)
    const named = args.map((each) => (each === OWN_TOKEN ? fresh : each))
    switch (asks) {
      case 'neverRecorded':
        return [state.redis, { to: asks, never: !state.opened && !this.#scenario.begun && state.log.length === 0 }]
      case 'gateLook': {
        const { reply, after } = await this.#scripts.run(state.redis, asks, named)
        return [after, { to: asks, values: reply as number[] | null }]
      }
      case 'gateEstablish': {
        const { reply, after } = await this.#scripts.run(state.redis, asks, named)
        const [token, since] = reply as [string, string]
        return [after, { to: asks, token, since, own: token === fresh }]
      }
      case 'gateKnowAll': {
        const { reply, after } = await this.#scripts.run(state.redis, asks, named)
        return [after, { to: asks, token: reply === 1 ? fresh : null }]
      }
    }
    throw new Error(`the gate asks ${asks}`)
  }

  /** What an instance does by itself until it has to wait again. */
  async #goOn(state: State, index: 0 | 1, request: Request, replies: readonly Reply[], now: number): Promise<State> {
    const { memory } = state.instances[index]
    const step = await this.#program.look(memory, request.event, request.manner, replies, now)
    if ('asks' in step) return withInstance(state, index, { ...idle(memory), request: { ...request, look: replies } })
    const over = withInstance(state, index, idle(step.memory))
    // The client is told 503, and knows nothing.
    if ('done' in step) return over
    if (step.answer === 'go on') {
      const sent = { ...idle(step.memory), request: { ...request, look: step.token } }
      return published(withInstance(state, index, sent), request.event)
    }
    if (step.answer === 'in doubt') {
      // It asks again in a while. To do so with patience is the same as to ask later for the first time.
      const again = { ...request, manner: { ...request.manner, patient: false }, look: [] }
      return withInstance(state, index, { ...idle(step.memory), request: again })
    }
    if (step.answer === 'refused')
      return request.wasTrue ? over : { ...over, wrong: `${nameOf(request.event)} is refused, but the person is in` }
    const of = eventAt(typeOf(request.event), step.answer.repeatOf)
    return request.wasTrue && state.log.includes(of)
      ? over
      : { ...over, wrong: `${nameOf(request.event)} is no repeat of ${nameOf(of)}` }
  }

  /** The answer is 201 whatever becomes of the mark, and true: nobody gets here before the log has the record. */
  async #marks(state: State, index: 0 | 1, request: Request, token: string, next: Next[]): Promise<void> {
    const free = withInstance(state, index, idle(state.instances[index].memory))
    const args = this.#program.mark(token, request.event)
    const { after: redis } = await this.#scripts.run(state.redis, 'gateMark', args)
    next.push([`${index} gateMark`, { ...free, redis }])
    if (this.#marksAgain) next.push([`${index} gateMark, to be sent again`, { ...state, redis }])
    if (state.left.losses > 0) {
      next.push([`${index} gateMark, command lost`, spend(free, 'losses')])
      next.push([`${index} gateMark, delayed`, spend({ ...free, marks: [...free.marks, args] }, 'losses')])
    }
  }

  #clock = (state: State, index: 0 | 1): number => (this.#scenario.clock[state.now] ?? 0) + this.#scenario.ahead[index]
}

/** As another process of Redis finds it: with the run_id of one that is no more. */
const ofBefore = ({ slot, epoch }: Kept): Kept => ({ slot, epoch: epoch && { ...epoch, same: false } })
