import { readdirSync, readFileSync } from 'node:fs'

/** To add up the shares of Postgres' processes takes some milliseconds. */
const EVERY_MS = 5_000
const MEGABYTE = 1_024 * 1_024
/** Linux counts processor time in hundredths of a second, on every machine of today. */
const TICK_MS = 10

export interface Watched {
  readonly name: string
  readonly pid: number | undefined
  /** Has started what is counted by itself. */
  readonly alone?: boolean
}

export interface Consumed {
  readonly name: string
  readonly peakMegabytes: number
  readonly cpuMs: number
}

/** What each program takes, with all processes it has started: as Linux tells it, elsewhere nothing. */
export class ProgramWatch {
  readonly #programs: readonly Watched[]
  readonly #peaks = new Map<string, number>()
  /** By process: what each had used before, and by when it was last seen. One that has ended keeps its own. */
  readonly #cpuBefore = new Map<number, number>()
  readonly #cpu = new Map<string, Map<number, number>>()
  readonly #timer: NodeJS.Timeout

  constructor(programs: readonly Watched[]) {
    this.#programs = programs
    for (const { name, pid, alone } of programs) {
      this.#cpu.set(name, new Map())
      for (const each of familyOf(pid, alone)) this.#cpuBefore.set(each, cpuOf(each))
    }
    this.#timer = setInterval(() => this.#look(), EVERY_MS)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#look()
  }

  #look(): void {
    for (const { name, pid, alone } of this.#programs) {
      const family = familyOf(pid, alone)
      this.#peaks.set(name, Math.max(this.#peaks.get(name) ?? 0, memoryOf(family)))
      for (const each of family) this.#cpu.get(name)?.set(each, cpuOf(each))
    }
  }

  consumed(): Consumed[] {
    return this.#programs.map(({ name }) => ({
      name,
      peakMegabytes: Math.round((this.#peaks.get(name) ?? 0) / MEGABYTE),
      cpuMs: this.#usedBy(name),
    }))
  }

  #usedBy(name: string): number {
    let used = 0
    for (const [pid, cpu] of this.#cpu.get(name) ?? []) used += Math.max(0, cpu - (this.#cpuBefore.get(pid) ?? 0))
    return used
  }
}

/**
 * A single process knows its own peak. Postgres is many that share what each of them counts as its own: there the shares
 * are added up, as they are at this moment.
 */
function memoryOf(family: readonly number[]): number {
  const [first, ...others] = family
  if (first === undefined) return 0
  if (others.length === 0) return kilobytes(`/proc/${first}/status`, /^VmHWM:\s+(\d+) kB$/m) * 1_024
  return family.reduce((sum, pid) => sum + kilobytes(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB$/m), 0) * 1_024
}

const kilobytes = (file: string, pattern: RegExp): number => Number(pattern.exec(read(file))?.[1] ?? 0)

function cpuOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`)
  // The name may hold spaces and brackets: the fields are counted from the last one on.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS
}

function familyOf(pid: number | undefined, alone = false): number[] {
  if (pid === undefined) return []
  return alone ? [pid] : [pid, ...childrenOf(pid)]
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      (read(`/proc/${pid}/task/${thread}/children`).match(/\d+/g) ?? []).map(Number),
    )
  } catch {
    return [] // gone, or no Linux
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // gone, or no Linux
  }
}
