import type { Count } from './count.ts'
import { median, ratio, rounded, sum } from './figures.ts'
import type { LeaveResult } from './leave/leave-result.ts'
import type { ReadsResult } from './reads/reads-result.ts'

export const contenderNames = [
  'empty-server',
  'single',
  'batch-100',
  'batch-500',
  'simple',
  'fast-and-loose',
  'consumer',
  'bare-insert',
] as const
export type ContenderName = (typeof contenderNames)[number]

/** One contender's turn in one round. Null: it takes no requests. */
export interface Pass extends Count {
  readonly requestsPerSecond: number | null
  readonly recordsPerSecond: number
  readonly p50: number | null
  readonly p99: number | null
}

export interface ContenderResult extends Pass {
  readonly name: ContenderName
}

export const ratioNames = ['single/empty-server', 'single/fast-and-loose', 'consumer/bare-insert'] as const
export type RatioName = (typeof ratioNames)[number]

/** How a day's people are kept in Redis. */
export type Layout = 'plain' | 'hash' | 'gate'

/** What is left when a server is killed as soon as it has answered everybody. */
export interface Killed extends Count {
  readonly name: ContenderName
}

export interface ServiceFigures {
  readonly name: string
  readonly startMs: number
  /** Null where the system does not tell. */
  readonly peakMemoryMB: number | null
}

/** What `--json` writes. Null: was not measured. */
export interface BenchmarkResult {
  readonly contenders: readonly ContenderResult[]
  readonly ratios: Readonly<Record<RatioName, number | null>>
  readonly gateBytesPerUser: number | null
  readonly steady1500: { readonly p50: number; readonly p99: number } | null
  readonly redisBytesPerUser: Readonly<Record<Layout, number>> | null
  readonly killed: readonly Killed[]
  readonly reads: ReadsResult | null
  readonly leave: LeaveResult | null
  readonly services: readonly ServiceFigures[]
  readonly rounds: readonly { readonly name: ContenderName; readonly recordsPerSecond: readonly number[] }[]
  readonly machine: Machine
  readonly settings: Readonly<Record<string, number>>
  readonly seconds: number
}

export interface Machine {
  readonly cpus: number
  readonly model: string
  readonly memoryGB: number
  readonly node: string
}

export type Passes = ReadonlyMap<ContenderName, readonly Pass[]>

/** Speeds are medians of the rounds; records are those of all rounds together, so that none that is lost can hide. */
export function contenderResult(name: ContenderName, passes: readonly Pass[]): ContenderResult {
  const middle = (value: (pass: Pass) => number | null, digits: number) => {
    const found = median(passes.map(value).filter((each) => each !== null))
    return found === undefined ? null : rounded(found, digits)
  }
  return {
    name,
    requestsPerSecond: middle((pass) => pass.requestsPerSecond, 0),
    recordsPerSecond: middle((pass) => pass.recordsPerSecond, 0) ?? 0,
    p50: middle((pass) => pass.p50, 2),
    p99: middle((pass) => pass.p99, 2),
    acknowledged: sum(passes.map((pass) => pass.acknowledged)),
    stored: sum(passes.map((pass) => pass.stored)),
    lost: sum(passes.map((pass) => pass.lost)),
    doubled: sum(passes.map((pass) => pass.doubled)),
  }
}

export function ratios(passes: Passes): Record<RatioName, number | null> {
  const speeds = (name: ContenderName) => (passes.get(name) ?? []).map((pass) => pass.recordsPerSecond)
  const entries = ratioNames.map((name) => {
    const [dividend, divisor] = name.split('/') as [ContenderName, ContenderName]
    const found = ratio(speeds(dividend), speeds(divisor))
    return [name, found === undefined ? null : rounded(found, 3)]
  })
  return Object.fromEntries(entries)
}
