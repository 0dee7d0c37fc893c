import { readdirSync, readFileSync } from 'node:fs'

const EVERY_MS = 2_000
const MEGABYTE = 1_024 * 1_024

export interface Watched {
  readonly name: string
  readonly pid: number | undefined
  /** Has started what is counted by itself. */
  readonly alone?: boolean
}

/** The most memory each program has held, with all processes it has started; as Linux tells it, elsewhere nothing. */
export class MemoryWatch {
  readonly #programs: readonly Watched[]
  readonly #peaks = new Map<string, number>()
  readonly #timer: NodeJS.Timeout

  constructor(programs: readonly Watched[]) {
    this.#programs = programs
    this.#timer = setInterval(() => this.look(), EVERY_MS)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.look()
  }

  look(): void {
    for (const { name, pid, alone = false } of this.#programs) {
      const now = pid === undefined ? 0 : memoryOf(pid, alone)
      if (now > (this.#peaks.get(name) ?? 0)) this.#peaks.set(name, now)
    }
  }

  /** In megabytes. */
  peaks(): { name: string; megabytes: number }[] {
    return [...this.#peaks].map(([name, bytes]) => ({ name, megabytes: Math.round(bytes / MEGABYTE) }))
  }
}

/**
 * A single process knows its own peak. Postgres is many that share what each of them counts as its own: there the shares
 * are added up, as they are at this moment.
 */
function memoryOf(pid: number, alone: boolean): number {
  const children = alone ? [] : childrenOf(pid)
  if (children.length === 0) return kilobytes(`/proc/${pid}/status`, /^VmHWM:\s+(\d+) kB$/m) * 1_024
  const shares = [pid, ...children].map((each) => kilobytes(`/proc/${each}/smaps_rollup`, /^Pss:\s+(\d+) kB$/m))
  return shares.reduce((sum, share) => sum + share, 0) * 1_024
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      (readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').match(/\d+/g) ?? []).map(Number),
    )
  } catch {
    return [] // gone, or no Linux
  }
}

function kilobytes(file: string, pattern: RegExp): number {
  try {
    return Number(pattern.exec(readFileSync(file, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}
