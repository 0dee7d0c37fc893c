import { whole } from './figures.ts'
import { leaveFacts } from './leave/leave-result.ts'
import { readsFacts, readsRows } from './reads/reads-table.ts'
import type { BenchmarkResult, ContenderResult, RatioName } from './result.ts'

const NOTHING = '–'
const orNothing = (value: number | null, text: (value: number) => string = whole) =>
  value === null ? NOTHING : text(value)

const columns: readonly [string, (each: ContenderResult, result: BenchmarkResult) => string][] = [
  ['contender', (each) => each.name],
  ['requests/s', (each) => orNothing(each.requestsPerSecond)],
  ['records/s', (each) => whole(each.recordsPerSecond)],
  ['p50 ms', (each) => orNothing(each.p50, String)],
  ['p99 ms', (each) => orNothing(each.p99, String)],
  ['acknowledged', (each) => whole(each.acknowledged)],
  ['stored', (each) => whole(each.stored)],
  ['lost', (each) => whole(each.lost)],
  ['doubled', (each) => whole(each.doubled)],
  ['ratio', (each, result) => ratiosOf(each, result)],
]

/** "0.42 of empty-server, 2.1 of fast-and-loose" */
const ratiosOf = ({ name }: ContenderResult, { ratios }: BenchmarkResult): string =>
  (Object.entries(ratios) as [RatioName, number | null][])
    .flatMap(([pair, value]) =>
      value !== null && pair.startsWith(`${name}/`) ? [`${value} of ${pair.split('/')[1]}`] : [],
    )
    .join(', ')

/** Headings, then a row a contender. */
export const rowsOf = (result: BenchmarkResult): string[][] => [
  columns.map(([heading]) => heading),
  ...result.contenders.map((each) => columns.map(([, cell]) => cell(each, result))),
]

/** What is not in the table: a name, and what was found. */
export function factsOf(result: BenchmarkResult): [string, string][] {
  const { redisBytesPerUser: bytes, steady1500, killed, reads, leave, services, machine, settings } = result
  const facts: [string, string][] = []
  if (steady1500) facts.push(['steady 1,500 requests/s', `p50 ${steady1500.p50} ms, p99 ${steady1500.p99} ms`])
  if (bytes)
    facts.push([
      'Redis, 10 million people',
      Object.entries(bytes)
        .map(([layout, each]) => `${layout} ${whole(each * 10)} MB (${each} bytes each)`)
        .join(', '),
    ])
  for (const { name, acknowledged, stored, lost } of killed)
    facts.push([`killed: ${name}`, `acknowledged ${whole(acknowledged)}, stored ${whole(stored)}, lost ${whole(lost)}`])
  if (reads) facts.push(...readsFacts(reads))
  if (leave) facts.push(...leaveFacts(leave))
  for (const { name, startMs, peakMemoryMB } of services)
    facts.push([name, `up in ${whole(startMs)} ms, at most ${orNothing(peakMemoryMB)} MB`])
  facts.push(['machine', `${machine.cpus} processors (${machine.model}), ${machine.memoryGB} GB, node ${machine.node}`])
  if (settings.rounds) facts.push(['rounds', `${settings.rounds} of ${whole(settings.records ?? 0)} records, medians`])
  facts.push(['took', `${Math.floor(result.seconds / 60)} min ${result.seconds % 60} s`])
  return facts
}

/** For a terminal: names to the left, figures to the right. */
export function tableOf(result: BenchmarkResult): string {
  const facts = factsOf(result)
  const width = Math.max(...facts.map(([name]) => name.length))
  return [
    ...(result.contenders.length > 0 ? [...aligned(rowsOf(result), [0, columns.length - 1]), ''] : []),
    ...(result.reads ? [...aligned(readsRows(result.reads), [0]), ''] : []),
    ...facts.map(([name, text]) => `${name.padEnd(width)}  ${text}`),
  ].join('\n')
}

/** `words`: which columns hold no figures. */
function aligned(rows: readonly string[][], words: readonly number[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const align = (cell: string, column: number) =>
    words.includes(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
  return rows.map((row) => row.map(align).join('  ').trimEnd())
}
