import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Program } from '@rollcall/engines'
import type { ServiceName, Stack } from '../stack/stack.ts'
import type { Arrivals } from './arrivals.ts'
import { median, rounded } from './figures.ts'
import type { LoadOrder, LoadResult } from './load/load.ts'
import type { BenchmarkOptions } from './options.ts'
import type { ServiceFigures } from './result.ts'
import { Worker } from './worker.ts'

export const SCHOOLS = 100
export const CONNECTIONS = 100
const KIB = 1_024

/** Where contenders appear one after the other: servers that run only while they are on, and a load generator. */
export class Stage {
  readonly stack: Stack
  readonly options: BenchmarkOptions
  readonly #profiles: string
  readonly #programs = new Map<string, Promise<Program>>()
  readonly #figures = new Map<string, { startMs: number[]; peakMemoryMB: number | null }>()
  /** Made before any service starts, so that each knows it from the beginning. */
  readonly deviceKey: string
  readonly apiKey: string

  constructor(stack: Stack, options: BenchmarkOptions, parts: { deviceKey: string; apiKey: string; profiles: string }) {
    this.stack = stack
    this.options = options
    this.deviceKey = parts.deviceKey
    this.apiKey = parts.apiKey
    this.#profiles = parts.profiles
  }

  get peopleEach(): number {
    return this.options.peopleEach
  }

  service(name: ServiceName, env: NodeJS.ProcessEnv = {}): Promise<Program> {
    return this.#once(`${name} ${JSON.stringify(env)}`, () =>
      this.stack.service(name, { env, node: this.#profiling() }),
    )
  }

  contender(name: string): Promise<Program> {
    const main = fileURLToPath(new URL(`./contenders/${name}.js`, import.meta.url))
    return this.#once(name, () => this.stack.server({ name, main, node: this.#profiling() }))
  }

  /** `warmUp` comes first, unmeasured: it makes the compiler do its work. The rest are the others. */
  arrivals(count = this.options.records): { warmUp: Arrivals; measured: Arrivals } {
    const all = { schools: SCHOOLS, peopleEach: this.peopleEach, at: Date.now() }
    const { warmUp } = this.options
    return { warmUp: { ...all, first: 0, count: warmUp }, measured: { ...all, first: warmUp, count } }
  }

  /** The program runs as long as the work takes. */
  async running<T>(program: Program, work: () => Promise<T>): Promise<T> {
    await this.start(program)
    try {
      return await work()
    } finally {
      this.#notePeak(program)
      await program.stop()
    }
  }

  async start(program: Program): Promise<void> {
    const start = performance.now()
    await program.start()
    const figures = this.#figures.get(program.name) ?? { startMs: [], peakMemoryMB: null }
    figures.startMs.push(performance.now() - start)
    this.#figures.set(program.name, figures)
  }

  /** A load generator in a process of its own, for as long as the work takes: it gets warm together with the server. */
  async loading<T>(work: (send: (order: LoadOrder) => Promise<LoadResult>) => Promise<T>): Promise<T> {
    const worker = new Worker<LoadOrder, LoadResult>(new URL('./load/main.js', import.meta.url))
    try {
      return await work((order) => worker.do(order))
    } finally {
      await worker.stop()
    }
  }

  services(): ServiceFigures[] {
    return [...this.#figures].map(([name, { startMs, peakMemoryMB }]) => ({
      name,
      startMs: rounded(median(startMs) ?? 0, 0),
      peakMemoryMB,
    }))
  }

  #notePeak({ name, pid }: Program): void {
    const figures = this.#figures.get(name)
    const peak = pid === undefined ? undefined : peakMemory(pid)
    if (figures && peak !== undefined) figures.peakMemoryMB = Math.max(figures.peakMemoryMB ?? 0, peak)
  }

  #once(name: string, make: () => Promise<Program>): Promise<Program> {
    const found = this.#programs.get(name) ?? make()
    this.#programs.set(name, found)
    return found
  }

  #profiling(): string[] {
    return this.options.cpuProf ? ['--cpu-prof', `--cpu-prof-dir=${this.#profiles}`] : []
  }
}

/** In MB; undefined where there is no /proc. */
function peakMemory(pid: number): number | undefined {
  try {
    const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kib === undefined ? undefined : Math.round((Number(kib) * KIB) / 1e6)
  } catch {
    return undefined
  }
}
