import type { Random } from '../simulator/random.ts'

/** What a fault is made of; `Ward` carries it out. */
export type Fault =
  /** kill -9 all of them at once, start them again after a while. */
  | { readonly kind: 'kill'; readonly names: readonly string[]; readonly downMs: number }
  /** Redis is killed and comes back with what it held some time before. */
  | { readonly kind: 'old Redis'; readonly oldMs: number; readonly downMs: number }
  | { readonly kind: 'empty Redis' }
  /** SIGSTOP: it holds its connections and answers nothing. */
  | { readonly kind: 'pause'; readonly names: readonly string[]; readonly forMs: number }

const DOWN_AT_MOST_MS = 4_000
const PAUSED_AT_MOST_MS = 6_000
const OLD_AT_MOST_MS = 4_000
const CALM_MS = { least: 500, most: 4_000 }
const AT_ONCE = 4

type Make = (random: Random) => Fault

/** Every kind of fault, each once, for the programs there are. */
function kindsOf(names: readonly string[]): Make[] {
  const kill = (...killed: string[]): Make => {
    return (random) => ({ kind: 'kill', names: killed, downMs: random.between(0, DOWN_AT_MOST_MS) })
  }
  const pause = (...paused: string[]): Make => {
    return (random) => ({ kind: 'pause', names: paused, forMs: random.between(500, PAUSED_AT_MOST_MS) })
  }
  const several: Make = (random) => ({
    kind: 'kill',
    names: random.shuffle([...names]).slice(0, random.between(2, Math.min(AT_ONCE, names.length))),
    downMs: random.between(0, DOWN_AT_MOST_MS),
  })
  const allOf = (service: string) => names.filter((name) => name.startsWith(service))
  const kinds = [
    ...names.map((name) => kill(name)),
    ...names.filter((name) => name !== 'tasks').map((name) => pause(name)),
    kill(...allOf('attendance-service')),
    kill(...allOf('dashboard-service')),
    several,
    several,
    several,
  ]
  if (names.includes('redis')) {
    kinds.push(() => ({ kind: 'empty Redis' }))
    kinds.push((random) => ({
      kind: 'old Redis',
      oldMs: random.between(500, OLD_AT_MOST_MS),
      downMs: random.between(0, DOWN_AT_MOST_MS),
    }))
  }
  return kinds
}

/** Without end, in an order that the seed decides: each kind comes once before any comes again. */
export function* faults(random: Random, names: readonly string[]): Generator<{ calmMs: number; fault: Fault }, never> {
  for (;;)
    for (const make of random.shuffle(kindsOf(names)))
      yield { calmMs: random.between(CALM_MS.least, CALM_MS.most), fault: make(random) }
}

export function describe(fault: Fault): string {
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
  if (fault.kind === 'kill') return `kill -9 ${fault.names.join(', ')}; started again after ${seconds(fault.downMs)}`
  if (fault.kind === 'pause') return `SIGSTOP ${fault.names.join(', ')} for ${seconds(fault.forMs)}`
  if (fault.kind === 'empty Redis') return 'FLUSHALL redis'
  return `kill -9 redis, which comes back after ${seconds(fault.downMs)} with what it held ${seconds(fault.oldMs)} before`
}
