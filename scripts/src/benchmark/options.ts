import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { STEADY_RATE } from './measures/steady.ts'
import { contenderNames } from './result.ts'
import { SCHOOLS } from './stage.ts'

/** What is measured once, after the rounds. */
export const measureNames = ['killed', 'steady1500', 'memory', 'reads', 'leave'] as const
export type PartName = (typeof contenderNames)[number] | (typeof measureNames)[number]
export const partNames: readonly PartName[] = [...contenderNames, ...measureNames]

export interface BenchmarkOptions {
  readonly rounds: number
  /** A round, of each contender. */
  readonly records: number
  /** Before them, unmeasured. */
  readonly warmUp: number
  readonly peopleEach: number
  /** In Redis, for the measure of its memory. */
  readonly people: number
  readonly steadySeconds: number
  /** Of the district that is read, with a month behind it. */
  readonly readSchools: number
  readonly readPeople: number
  readonly readSeconds: number
  /** That the HR system has. */
  readonly leaveRecords: number
  readonly leaveSeconds: number
  readonly only: readonly PartName[]
  readonly json: string | undefined
  readonly cpuProf: boolean
}

interface Given {
  rounds: number
  records: number
  people: number
  steadySeconds: number
  readSchools: number
  readPeople: number
  readSeconds: number
  leaveRecords: number
  leaveSeconds: number
  only: PartName[]
  json?: string
  cpuProf?: boolean
}

export function benchmarkCommand(run: (options: BenchmarkOptions) => Promise<void>): Command {
  return new Command('benchmark')
    .description('Measures Rollcall beside what it replaces, on the engines that the environment names or its own.')
    .addHelpText('after', '\nIt wants the machine for itself. A report with charts lands in .rollcall/benchmark/.')
    .addOption(number('--rounds <n>', 'how often each contender takes its turn', 3, 1, 50))
    .addOption(number('--records <n>', 'records a round, of each contender', 100_000, 100, 1_000_000))
    .addOption(number('--people <n>', 'people in Redis, to measure its memory', 10_000_000, 1_000, 100_000_000))
    .addOption(number('--steady-seconds <n>', `how long to send ${STEADY_RATE} requests a second`, 15, 1, 600))
    .addOption(number('--read-schools <n>', 'schools of the district that is read', 50, 1, 1_000))
    .addOption(number('--read-people <n>', 'people of each of them, each with 22 days', 10_000, 100, 100_000))
    .addOption(number('--read-seconds <n>', 'how long 64 readers read, quiet and under load', 8, 1, 600))
    .addOption(number('--leave-records <n>', 'leaves that the simulated HR system has', 100_000, 100, 100_000))
    .addOption(number('--leave-seconds <n>', 'how long 100 clients ask for leave, of each kind', 5, 1, 600))
    .addOption(
      new Option('--only <names>', `some of ${partNames.join(', ')}`).argParser(someOf).default(partNames, 'all'),
    )
    .addOption(new Option('--json <file>', 'write the figures to this file as well').argParser(writable))
    .option('--cpu-prof', 'let the servers write profiles to .rollcall/benchmark/profiles')
    .allowExcessArguments(false)
    .action((given: Given) => run(complete(given)))
}

function complete({ json, cpuProf = false, ...given }: Given): BenchmarkOptions {
  const warmUp = Math.ceil(given.records / 5)
  const longest = Math.max(given.records, STEADY_RATE * given.steadySeconds)
  return { ...given, json, cpuProf, warmUp, peopleEach: Math.ceil((warmUp + longest) / SCHOOLS) }
}

const number = (flags: string, about: string, usual: number, least: number, most: number) =>
  new Option(flags, about).default(usual).argParser((text: string) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  })

function someOf(text: string): PartName[] {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => !partNames.some((known) => known === name))
  if (unknown.length > 0) throw new InvalidArgumentError(`There is no ${unknown.join(', ')}.`)
  return partNames.filter((known) => names.includes(known))
}

/** Said at once, not after ten minutes. */
function writable(file: string): string {
  const path = resolve(file)
  if (!existsSync(dirname(path))) throw new InvalidArgumentError(`There is no folder ${dirname(path)}.`)
  if (existsSync(path) && statSync(path).isDirectory()) throw new InvalidArgumentError('It is a folder.')
  return path
}
