import { whole } from '../figures.ts'
import type { ReadsResult, ReadTimes } from './reads-result.ts'

const NOTHING = '–'

const columns: readonly [string, (each: ReadTimes) => string][] = [
  ['read', ({ name }) => name],
  ['cold p50 ms', ({ cold }) => String(cold.p50)],
  ['p95', ({ cold }) => String(cold.p95)],
  ['cached p50 ms', ({ cached }) => (cached ? String(cached.p50) : NOTHING)],
  ['p95', ({ cached }) => (cached ? String(cached.p95) : NOTHING)],
  ['rows read', ({ rowsRead }) => whole(rowsRead)],
  ['rows needed', ({ rowsNeeded }) => whole(rowsNeeded)],
]

/** Headings, then a row a read. */
export const readsRows = ({ reads }: ReadsResult): string[][] => [
  columns.map(([heading]) => heading),
  ...reads.map((each) => columns.map(([, cell]) => cell(each))),
]

export function readsFacts({ readers: under, ...result }: ReadsResult): [string, string][] {
  const { schools, peopleEach, dayRows, events, seedSeconds, deepPage } = result
  const seeded = `${schools} schools of ${whole(peopleEach)}, ${whole(dayRows)} day rows, ${whole(events)} events`
  const facts: [string, string][] = [['district that is read', `${seeded}, made in ${seedSeconds} s`]]
  if (deepPage < 10_000)
    facts.push(['list, page 10,000', `there are so few records that it is page ${whole(deepPage)}`])
  const { readers, quiet, loaded, recordsPerSecond, ratio } = under
  facts.push(
    [`${readers} readers, quiet`, `p50 ${quiet.p50} ms, p95 ${quiet.p95} ms, ${whole(quiet.perSecond)} reads/s`],
    [
      `with ${whole(recordsPerSecond)} records/s`,
      `p50 ${loaded.p50} ms, p95 ${loaded.p95} ms (${ratio} times), ${whole(loaded.perSecond)} reads/s`,
    ],
  )
  return facts
}
