import type { AttendanceRecord, LocalDate } from '@rollcall/domain'
import type { Pool, PoolClient } from '@rollcall/platform'
import { type FoldedDay, foldPeople, type PersonWithEvents } from './fold-days.ts'
import { withDaysLocked } from './lock-days.ts'
import { EVENTS, isMissingPartition, makePartitions } from './partitions.ts'
import { readRows } from './read-rows.ts'
import { type LockedDays, type SchoolDay, schoolDayKey, type VersionedDay } from './school-day.ts'
import { type Arrival, arrivalsOf, isStoredAlready, notStored, storeEvents } from './store-events.ts'
import { writeDays } from './write-days.ts'

export interface Applied {
  /** Records that were new. */
  readonly stored: number
  /** Records that were there already, or twice in the chunk. */
  readonly repeated: number
  /** The school days whose counts changed. */
  readonly days: VersionedDay[]
}

const ATTEMPTS = 5

/** Stores a chunk of records and folds the people concerned, all of it or nothing. */
export async function apply(pool: Pool, records: readonly AttendanceRecord[]): Promise<Applied> {
  let arrivals = arrivalsOf(records)
  for (let attempt = 1; arrivals.length > 0; attempt++) {
    try {
      const { stored, days } = await store(pool, arrivals)
      return { stored, repeated: records.length - stored, days }
    } catch (error) {
      if (attempt === ATTEMPTS) throw error
      if (isMissingPartition(error, EVENTS))
        await makePartitions(pool, EVENTS, new Set(arrivals.map(({ utcDate }) => utcDate)))
      else if (isStoredAlready(error)) arrivals = await notStored(pool, arrivals)
      else throw error
    }
  }
  return { stored: 0, repeated: records.length, days: [] }
}

// A table that has grown within the hour has no statistics to plan by: Postgres would read all of it for each chunk. All that is
// joined here is few rows, found by their keys.
const BY_KEYS = 'SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off'

const store = (pool: Pool, arrivals: readonly Arrival[]) =>
  withDaysLocked(pool, schoolDaysOf(arrivals), async (client, locked) => {
    await client.query(BY_KEYS)
    const folded: FoldedDay<Arrival>[] = []
    for (const [localDate, people] of byDateAndPerson(arrivals))
      folded.push(...(await foldArrivals(client, locked, localDate, people)))
    const news = folded.flatMap((each) => each.arrived)
    if (news.length === 0) return { stored: 0, days: [] }
    await storeEvents(client, news)
    return { stored: news.length, days: await writeDays(client, folded) }
  })

/** Those who got something new, with what their rows were folded from so far. */
async function foldArrivals(
  client: PoolClient,
  locked: LockedDays,
  localDate: LocalDate,
  arrivals: ReadonlyMap<number, Arrival[]>,
) {
  const days = await readRows(client, localDate, [...arrivals.keys()])
  const people: PersonWithEvents<Arrival>[] = []
  for (const [userId, all] of arrivals) {
    const known = days.get(userId)
    const before = known?.foldedFrom ?? []
    const arrived = all.filter((each) => !before.some((event) => event.at === each.at && event.type === each.type))
    if (arrived.length === 0) continue
    // Should two schools name one person on one date, it is not chance that decides between them.
    const schoolId = Math.min(...arrived.map(({ record }) => record.schoolId))
    people.push({ userId, localDate, schoolId, known, arrived, events: [...before, ...arrived] })
  }
  return foldPeople(locked, people)
}

function schoolDaysOf(arrivals: readonly Arrival[]): SchoolDay[] {
  const days = new Map<string, SchoolDay>()
  for (const { record } of arrivals) {
    const { schoolId, localDate } = record
    const key = schoolDayKey(schoolId, localDate)
    if (!days.has(key)) days.set(key, { schoolId, localDate })
  }
  return [...days.values()]
}

function byDateAndPerson(arrivals: readonly Arrival[]): Map<LocalDate, Map<number, Arrival[]>> {
  const dates = new Map<LocalDate, Map<number, Arrival[]>>()
  for (const arrival of arrivals) {
    const { localDate, userId } = arrival.record
    const people = dates.get(localDate) ?? new Map<number, Arrival[]>()
    dates.set(localDate, people)
    const others = people.get(userId)
    if (others) others.push(arrival)
    else people.set(userId, [arrival])
  }
  return dates
}
