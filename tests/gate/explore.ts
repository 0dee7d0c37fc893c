import type { GateModel } from './gate-model.ts'
import type { State } from './state.ts'

export interface Explored {
  readonly states: number
  /** The shortest history that ends in a wrong answer; undefined: there is none. */
  readonly broken?: readonly string[]
}

/** How a state came about. */
interface Way {
  readonly from: Way | undefined
  readonly what: string
}

/** Visits every state that can come about, the nearest first. `from`: the beginning that all these histories share. */
export async function explore(model: GateModel, from: readonly string[] = []): Promise<Explored> {
  const start = await follow(model, from)
  const seen = new Set([JSON.stringify(start)])
  let nearest: [State, Way][] = [[start, { from: undefined, what: 'start' }]]
  while (nearest.length > 0) {
    const farther: typeof nearest = []
    for (const [state, way] of nearest) {
      for (const [what, next] of await model.next(state)) {
        if (next.wrong) return { states: seen.size, broken: [...history(way), what, next.wrong] }
        const id = JSON.stringify(next)
        if (seen.has(id)) continue
        seen.add(id)
        farther.push([next, { from: way, what }])
      }
    }
    nearest = farther
  }
  return { states: seen.size }
}

async function follow(model: GateModel, steps: readonly string[]): Promise<State> {
  let state = model.start()
  for (const step of steps) {
    const next = await model.next(state)
    const found = next.find(([what]) => what === step)
    if (!found) throw new Error(`'${step}' can't be, only: ${next.map(([what]) => what).join(', ')}`)
    state = found[1]
  }
  return state
}

function history(end: Way): string[] {
  const steps: string[] = []
  for (let way: Way | undefined = end; way; way = way.from) steps.unshift(way.what)
  return steps
}
