import type { Consumed } from '../simulator/program-watch.ts'
import { number } from '../simulator/progress.ts'
import type { DayPlan } from './day-plan.ts'
import type { Played } from './play-day.ts'
import type { Findings } from './prove-day.ts'

export interface DayReport {
  readonly plan: DayPlan
  readonly seed: number
  readonly acknowledged: number
  readonly played: Played
  readonly sentMs: number
  /** From the first request to the last record stored. */
  readonly storedMs: number
  readonly peakLag: number
  readonly programs: readonly Consumed[]
  readonly redisPeak: number
  readonly database: number
  readonly findings: Findings
  /** What recomputing has found. */
  readonly drift: readonly string[]
  readonly deadLetters: number
}

const EXAMPLES = 10

/** What is wrong, in words; nothing when the day is proved. */
export function faultsOf({ acknowledged, played, findings, drift, deadLetters }: DayReport): string[] {
  const faults: string[] = []
  const add = (count: number, what: string) => {
    if (count > 0) faults.push(`${number(count)} ${what}`)
  }
  add(findings.lost, 'acknowledged records are not stored')
  add(findings.unknown, 'records are stored that were never acknowledged')
  if (findings.stored !== acknowledged)
    faults.push(`${number(acknowledged)} records were acknowledged and ${number(findings.stored)} are stored`)
  add(played.unexplained, 'answers cannot be explained')
  faults.push(...played.examples)
  add(findings.wrong.length, 'counts of schools are not what the simulator knows')
  faults.push(...findings.wrong.slice(0, EXAMPLES))
  add(drift.length, 'numbers are not what the stored events make them')
  faults.push(...drift.slice(0, EXAMPLES))
  add(deadLetters, 'dead letters')
  return faults
}

export function reportLines(report: DayReport): string[] {
  const { acknowledged, played, findings, drift, deadLetters } = report
  const row = (what: string, value: string) => `  ${what.padEnd(34)} ${value}`
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
  const size = (bytes: number) => `${number(bytes / 1_048_576)} MB`
  return [
    `The day, seed ${report.seed}:`,
    row('records acknowledged', number(acknowledged)),
    row('events stored', number(findings.stored)),
    row('requests', `${number(played.requests)}, ${number(played.singles)} of them with a single record`),
    row('sent again', number(played.again)),
    row('repeats that were told so', number(played.repeats)),
    row('refused: the clock was ahead', `${number(played.ahead)}, ${number(played.givenUp)} of them given up`),
    row('first request to last answer', seconds(report.sentMs)),
    row('first request to last stored', seconds(report.storedMs)),
    row('records a second, end to end', number((acknowledged / report.storedMs) * 1_000)),
    row('peak lag', `${number(report.peakLag)} records`),
    ...report.programs.map(({ name, peakMegabytes, cpuMs }) => {
      const each = ((cpuMs / Math.max(1, acknowledged)) * 1_000).toFixed(1)
      return row(name, `${number(peakMegabytes)} MB at most, ${each} µs of processor time a record`)
    }),
    row('Redis, most memory used', size(report.redisPeak)),
    row('Postgres, size of the database', size(report.database)),
    row('counts other than simulated', number(findings.wrong.length)),
    row('drift when recomputed', number(drift.length)),
    row('dead letters', number(deadLetters)),
  ]
}
