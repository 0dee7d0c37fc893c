import type { Manner, Memory, Reply } from './gate-program.ts'
import type { Kept } from './gate-scripts-in-redis.ts'
import type { Argument } from './held-redis.ts'
import { type Event, saysTheSame } from './history.ts'

/** How often what may still happen. */
export interface Left {
  readonly requests: number
  readonly crashes: number
  /** Redis loses everything, or all since its snapshot. */
  readonly wipes: number
  readonly snapshots: number
  /** Commands or replies that are lost or come late. */
  readonly losses: number
}

/** A request in an instance's hands. */
export interface Request {
  readonly event: Event
  readonly manner: Manner
  /** Whether 'a repeat' or 'refused' has been true of the log at some moment since it was asked. */
  readonly wasTrue: boolean
  /** The replies that its look has had so far, and once that is over the token of its look. */
  readonly look: readonly Reply[] | string
}

export interface Instance {
  readonly memory: Memory
  /** While it starts: the replies that it has had so far. It takes no request until that is over. */
  readonly starting: readonly Reply[] | null
  readonly request: Request | null
}

/** Everything at one moment of a history; plain values, so that two histories can be seen to meet. */
export interface State {
  /** Index into the scenario's clock. */
  readonly now: number
  readonly redis: Kept
  readonly snapshot: Kept | null
  /** An instance has begun to record: written down where no fault reaches it. */
  readonly opened: boolean
  readonly log: readonly Event[]
  /** Published and not in the log yet: it may get there at any time, or never. */
  readonly net: readonly Event[]
  /** Marks for which their instance waits no more, and which Redis has not carried out yet. */
  readonly marks: readonly (readonly Argument[])[]
  readonly instances: readonly [Instance, Instance]
  readonly left: Left
  /** An answer that was true at no moment. */
  readonly wrong?: string
}

export const idle = (memory: Memory): Instance => ({ memory, starting: null, request: null })
export const STARTING: Instance = { memory: null, starting: [], request: null }

export function withInstance(state: State, index: 0 | 1, instance: Instance): State {
  const [first, second] = state.instances
  return { ...state, instances: index === 0 ? [instance, second] : [first, instance] }
}

export const spend = (state: State, what: keyof Left): State => ({
  ...state,
  left: { ...state.left, [what]: state.left[what] - 1 },
})

export function published(state: State, event: Event): State {
  if (state.log.includes(event) || state.net.includes(event)) return state
  return { ...state, net: [...state.net, event].sort(byTime) }
}

export function appended(state: State, event: Event): State {
  const log = [...state.log, event].sort(byTime)
  const see = (instance: Instance): Instance => {
    const { request } = instance
    const wasTrue = request !== null && (request.wasTrue || saysTheSame(log, request.event))
    return { ...instance, request: request && { ...request, wasTrue } }
  }
  const [first, second] = state.instances
  return { ...state, log, net: state.net.filter((each) => each !== event), instances: [see(first), see(second)] }
}

const byTime = (a: Event, b: Event) => a - b

/** A token that nobody remembers. The fewer tokens there are, the more histories meet. */
export function freshToken({ redis, snapshot, instances, marks }: State): string {
  const remembered = JSON.stringify([redis.epoch, snapshot?.epoch, instances, marks])
  const token = TOKENS.find((each) => !remembered.includes(`"${each}"`))
  if (!token) throw new Error('more epochs than tokens')
  return token
}
const TOKENS = Array.from({ length: 20 }, (_, index) => `epoch ${index}`)
export const FIRST_TOKEN = 'epoch 0'
