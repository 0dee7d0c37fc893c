import { jest } from '@jest/globals'
import { createLogger, type Names } from '@rollcall/platform'
import { CheckInGate, type LookAnswer, type Passage } from '../../attendance-service/src/gate/check-in-gate.ts'
import { PERSON } from './gate-scripts-in-redis.ts'
import { type Argument, HeldRedis, type Lua, type ScriptName, settled } from './held-redis.ts'
import { atOf, day, type Event, minuteOf, typeOf } from './history.ts'

/** What an instance remembers from one request to the next: the epoch, where it has one. */
export type Memory = { readonly token: string; readonly since: string } | null

/** Tokens are those of the model; where the gate has made one up itself, `own` says so. */
export type Reply =
  | { readonly to: 'gateLook'; readonly values: readonly number[] | null }
  | { readonly to: 'gateEstablish'; readonly token: string; readonly since: string; readonly own: boolean }
  | { readonly to: 'neverRecorded'; readonly never: boolean }
  | { readonly to: 'gateKnowAll'; readonly token: string | null }
  | 'lost'

/** What a gate does next: it asks something, or is done, a look with an answer unless it has failed. */
export type Step =
  | { readonly asks: ScriptName | 'neverRecorded'; readonly args: readonly Argument[] }
  | { readonly answer: LookAnswer; readonly token: string; readonly memory: Memory }
  | { readonly done: true; readonly memory: Memory }

/** Stands for a token that the gate has just made up. */
export const OWN_TOKEN = 'own'

const silent = createLogger('test', 'silent')

/** How a request is asked about. */
export interface Manner {
  readonly late: boolean
  /** Not recorded to be sure while a doubt may still end. */
  readonly patient: boolean
}

const passage = (request: Event, manner: Manner): Passage => ({
  userId: PERSON,
  day,
  type: typeOf(request),
  at: atOf(minuteOf(request)),
  evenIfRepeat: false,
  ...manner,
})

/**
 * CheckInGate's own code as a function: from what it remembers and the replies so far to its next step. A look under way
 * can thereby be taken up again at any point, as an exploration of all interleavings needs it.
 */
export class GateProgram {
  readonly #names: Names
  readonly #steps = new Map<string, Step>()

  constructor(names: Names) {
    this.#names = names
  }

  /** The scripts as CheckInGate defines them. */
  lua(): Lua {
    return new Talk(this.#names).held.lua
  }

  look(memory: Memory, request: Event, manner: Manner, replies: readonly Reply[], now: number): Promise<Step> {
    return this.#step([memory, request, manner, replies, now], now, (talk) =>
      talk.look(memory, passage(request, manner), replies),
    )
  }

  prepare(replies: readonly Reply[], now: number): Promise<Step> {
    return this.#step(['prepare', replies, now], now, (talk) => talk.prepare(replies))
  }

  mark(token: string, request: Event): readonly Argument[] {
    const { held, gate } = new Talk(this.#names)
    void gate.mark(token, [passage(request, { late: false, patient: false })])
    const [call] = held.calls
    if (!call) throw new Error('a mark asks nothing of Redis')
    return call.args
  }

  async #step(of: unknown, now: number, next: (talk: Talk) => Promise<Step>): Promise<Step> {
    const id = JSON.stringify(of)
    let step = this.#steps.get(id)
    if (!step) {
      const clock = jest.spyOn(Date, 'now').mockReturnValue(now)
      step = await next(new Talk(this.#names))
      clock.mockRestore()
      this.#steps.set(id, step)
    }
    return step
  }
}

/** A CheckInGate whose every question the test answers. */
class Talk {
  readonly held = new HeldRedis()
  readonly gate: CheckInGate
  /** The model's names of tokens that the gate has made up. */
  readonly #named = new Map<Argument, string>()

  constructor(names: Names) {
    this.gate = new CheckInGate(this.held.redis, names, this.held.neverRecorded, silent)
  }

  async look(memory: Memory, asked: Passage, replies: readonly Reply[]): Promise<Step> {
    if (memory) {
      const established = { to: 'gateEstablish', ...memory, own: false } as const
      await this.#converse(this.gate.look([]), [established, { to: 'gateLook', values: [] }])
    }
    const end = await this.#converse(this.gate.look([asked]), replies)
    if ('asks' in end) return end
    const remembered = await this.#remembered(memory, replies)
    if (!end.result) return { done: true, memory: remembered }
    const [answer] = end.result.answers
    if (answer === undefined) throw new Error('a look without an answer')
    return { answer, token: String(this.#name(end.result.epochToken)), memory: remembered }
  }

  async prepare(replies: readonly Reply[]): Promise<Step> {
    const end = await this.#converse(this.gate.prepare(), replies)
    return 'asks' in end ? end : { done: true, memory: await this.#remembered(null, replies) }
  }

  async #converse<T>(work: Promise<T>, replies: readonly Reply[]) {
    const end: { result?: T; over?: true } = {}
    work.then(
      (result) => Object.assign(end, { result, over: true }),
      () => Object.assign(end, { over: true }),
    )
    await settled()
    for (const reply of replies) {
      this.#reply(reply)
      await settled()
    }
    if (end.over) return end
    const [call] = this.held.calls
    if (!call) throw new Error('the gate waits for nothing')
    return { asks: call.name, args: call.args.map(this.#name) }
  }

  #reply(reply: Reply): void {
    const [call] = this.held.calls
    if (!call || (reply !== 'lost' && reply.to !== call.name)) throw new Error('a reply to what was not asked')
    if (reply === 'lost') call.lose()
    else if (reply.to === 'gateLook') call.answer(reply.values)
    else if (reply.to === 'neverRecorded') call.answer(reply.never)
    else if (reply.to === 'gateEstablish') {
      const made = String(call.args[2])
      if (reply.own) this.#named.set(made, reply.token)
      call.answer([reply.own ? made : reply.token, reply.since])
    } else {
      if (reply.token !== null) this.#named.set(String(call.args[3]), reply.token)
      call.answer(reply.token === null ? 0 : 1)
    }
  }

  /** Told by what a look asks first: something in its epoch, or for an epoch. */
  async #remembered(before: Memory, replies: readonly Reply[]): Promise<Memory> {
    void this.gate.look([]).catch(() => {})
    await settled()
    const [call] = this.held.calls
    if (call?.name !== 'gateLook') return null
    const token = String(this.#name(call.args[2] ?? ''))
    return { token, since: sinceOf(token, before, replies) }
  }

  #name = (argument: Argument): Argument =>
    this.#named.get(argument) ?? (typeof argument === 'string' && UUID.test(argument) ? OWN_TOKEN : argument)
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function sinceOf(token: string, memory: Memory, replies: readonly Reply[]): string {
  if (memory?.token === token) return memory.since
  for (const reply of replies) {
    if (reply === 'lost' || !('token' in reply) || reply.token !== token) continue
    return reply.to === 'gateEstablish' ? reply.since : '0'
  }
  throw new Error('the gate remembers an epoch of which nobody has told it')
}
