import type { Consumed } from '../simulator/program-watch.ts'
import { number } from '../simulator/progress.ts'
import type { Wrongs } from './answers.ts'
import type { Comparison } from './compare.ts'

export interface ChaosReport {
  readonly faults: number
  readonly comparison: Comparison
  /** Answers that must not be. */
  readonly wrongs: Wrongs
  /** Attempts that came to nothing. */
  readonly failures: number
  readonly endedByThemselves: number
  readonly drift: readonly string[]
  readonly deadLetters: number
  readonly unwell: readonly string[]
  readonly programs: readonly Consumed[]
}

const MOST_MEGABYTES = 1_024
const EXAMPLES = 10

/** What is wrong, in words; nothing when all held. */
export function faultsOf(report: ChaosReport): string[] {
  const { comparison, wrongs, drift, deadLetters, unwell, programs } = report
  const wrong: string[] = []
  const add = (what: string, found: readonly string[]) => {
    if (found.length > 0) wrong.push(`${number(found.length)} ${what}:`, ...found.slice(0, EXAMPLES))
  }
  if (comparison.acknowledged === 0) wrong.push('nothing was acknowledged at all')
  add('acknowledged records are not stored', comparison.lost)
  add('numbers are not what happened', comparison.doubled)
  add('records are stored that nobody sent', comparison.invented)
  add('answers must not be', wrongs.all())
  add('numbers are not what the stored events make them', drift)
  if (deadLetters > 0) wrong.push(`${number(deadLetters)} dead letters: an outage is no poison`)
  wrong.push(...unwell)
  for (const { name, peakMegabytes } of programs)
    if (peakMegabytes > MOST_MEGABYTES) wrong.push(`${name} took ${number(peakMegabytes)} MB of memory`)
  return wrong
}

export function reportLines({ comparison, failures, endedByThemselves, programs }: ChaosReport): string[] {
  const memory = programs.map(({ name, peakMegabytes }) => `${name} ${number(peakMegabytes)} MB`)
  return [
    `Attempts that failed: ${number(failures)}; programs that ended by themselves: ${number(endedByThemselves)}`,
    `Records whose sender gave up, and which are stored all the same: ${number(comparison.unknown)}`,
    `Peak memory: ${memory.join(', ')}`,
  ]
}

/** The last line of a run. What was taken for a repeat of something else is lost as well. */
export function closingLine({ comparison, wrongs, faults }: ChaosReport): string {
  const lost = comparison.lost.length + wrongs.swallowed.length
  return `acknowledged ${comparison.acknowledged}, lost ${lost}, doubled ${comparison.doubled.length}, faults ${faults}`
}
