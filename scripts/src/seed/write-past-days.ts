import { type AttendanceRecord, addDays, type LocalDate } from '@rollcall/domain'
import { type Doubt, Ledger } from '@rollcall/ledger'
import type { Pool } from '@rollcall/platform'
import { schoolDate } from './day-at-school.ts'
import { readDevices } from './devices.ts'
import type { School } from './district.ts'
import { KnownDays, peopleWithDay } from './known-days.ts'
import { type PastDay, pastDays, recordsOf } from './past-days.ts'
import { sideBySide } from './side-by-side.ts'
import type { Writing } from './write-people.ts'

export interface WritingDays extends Writing {
  /** So many school days of each school. */
  readonly days: number
  readonly now: number
  /** How many days of people there are to look at; told once, before the first. */
  readonly begins?: (days: number) => void
}

const RECORDS_AT_ONCE = 4_000
/** Small schools share a transaction, until they have so many people. */
const PEOPLE_AT_ONCE = 2_000
/** As the task does that looks every five minutes. */
const CLOSED_AFTER_MS = 300_000

/** The gate no longer looks at dates that are over, and was never told of these. */
const noDoubt: Doubt = { raise: async () => {} }

/**
 * The past days that are not there yet, newest first, through the ledger as the consumer writes them, and closed. It may be
 * stopped at any moment and done again: who has a day keeps it. Answers with how many records were new.
 */
export async function writePastDays(writing: WritingDays): Promise<number> {
  const { pool, district, days, now, writers, signal, begins, written } = writing
  const past = pastDays(district, days, now)
  const [newest] = past
  const oldest = past.at(-1)
  if (!oldest || !newest) return 0
  begins?.(past.reduce((sum, { schools }) => sum + peopleOf(schools), 0))
  const ledger = new Ledger(pool, noDoubt)
  await ledger.ensurePartitions(addDays(oldest.date, -1), addDays(newest.date, 1))
  const devices = await readDevices(pool, district)
  const known = await KnownDays.read(pool, district, oldest.date, newest.date)
  let count = 0

  await sideBySide(writers, past.flatMap(inGroups), async ({ date, schools }) => {
    signal?.throwIfAborted()
    const wanting = schools.filter((school) => !known.isWhole(district, school, date))
    const records = function* () {
      for (const school of wanting) yield* recordsOf(district, school, date, devices.get(school.id))
    }
    let stored = 0
    const areNew = wanting.every((school) => known.isEmpty(school, date))
    for (const chunk of chunksOf(records())) {
      signal?.throwIfAborted()
      stored += (await ledger.apply(areNew ? chunk.flat() : await withoutDay(pool, date, chunk))).stored
    }
    for (const school of wanting) {
      const over = schoolDate(district.seed, school, date).instant(1_440)
      await ledger.closeDay(school.id, date, new Date(over + CLOSED_AFTER_MS))
    }
    count += stored
    written?.(peopleOf(schools), stored)
  })
  return count
}

const peopleOf = (schools: readonly School[]): number => schools.reduce((sum, { people }) => sum + people, 0)

function inGroups({ date, schools }: PastDay): PastDay[] {
  const groups: School[][] = []
  let room = 0
  for (const school of schools) {
    if (room <= 0) {
      groups.push([])
      room = PEOPLE_AT_ONCE
    }
    groups.at(-1)?.push(school)
    room -= school.people
  }
  return groups.map((group) => ({ date, schools: group }))
}

/** A person's records stay together: the day is folded once. */
function* chunksOf(people: Iterable<AttendanceRecord[]>): Generator<AttendanceRecord[][]> {
  let chunk: AttendanceRecord[][] = []
  let records = 0
  for (const person of people) {
    chunk.push(person)
    records += person.length
    if (records < RECORDS_AT_ONCE) continue
    yield chunk
    chunk = []
    records = 0
  }
  if (chunk.length > 0) yield chunk
}

async function withoutDay(
  pool: Pool,
  date: LocalDate,
  people: readonly AttendanceRecord[][],
): Promise<AttendanceRecord[]> {
  const ids = people.flatMap(([first]) => first?.userId ?? [])
  const there = await peopleWithDay(pool, date, ids)
  return people.filter(([first]) => first && !there.has(first.userId)).flat()
}
