import { type DayEvent, fold, type LocalDate, utcMidnight } from '@rollcall/domain'
import type { PoolClient } from '@rollcall/platform'
import { NotLocked } from './lock-days.ts'
import { readDays } from './read-days.ts'
import type { LockedDays, PersonDay, SchoolDay, VersionedDay } from './school-day.ts'
import { addDifferences, type FoldedDay, writeRows } from './write-days.ts'
import { writeFevers } from './write-fevers.ts'

const DAY_MS = 86_400_000

/** Somebody whose date is to be folded, and the school that keeps it when no row does yet. */
export interface PersonToFold extends PersonDay {
  readonly schoolId: number
  /** Events known to be stored, whether they are read again or not. */
  readonly arrived?: readonly DayEvent[]
}

/** Folds these people's dates again and puts the differences into the counts; answers with the school days that changed. */
export async function foldDays(
  client: PoolClient,
  locked: LockedDays,
  people: readonly PersonToFold[],
  options: { trustRows: boolean },
): Promise<{ folded: FoldedDay[]; changed: VersionedDay[] }> {
  const folded: FoldedDay[] = []
  for (const [localDate, group] of byDate(people))
    folded.push(...(await readAndFold(client, locked, localDate, group, options)))
  await writeRows(client, folded)
  await writeFevers(client, folded)
  return { folded, changed: await addDifferences(client, folded) }
}

export async function readAndFold(
  client: PoolClient,
  locked: LockedDays,
  localDate: LocalDate,
  people: readonly PersonToFold[],
  options: { trustRows: boolean },
): Promise<FoldedDay[]> {
  const ids = people.map((person) => person.userId)
  const days = await readDays(client, localDate, ids, options)
  const midnight = utcMidnight(localDate)
  const folded: FoldedDay[] = []
  const notLocked: SchoolDay[] = []
  for (const person of people) {
    const stored = days.get(person.userId) ?? { events: [], corrections: [], row: null }
    const { arrived = [] } = person
    // Some of them twice, when they were read as well: fold takes them as one.
    stored.events.push(...arrived)
    // The row stays with its school, whichever school a record names: one person, one date, counted once.
    const schoolId = stored.row?.schoolId ?? person.schoolId
    const hours = locked.hours(schoolId, localDate)
    if (hours) {
      const day = fold(stored.events, stored.corrections, hours)
      const utcDates = utcDatesOf(stored.events, midnight)
      folded.push({ userId: person.userId, localDate, schoolId, day, stored, arrived, utcDates })
    } else notLocked.push({ schoolId, localDate })
  }
  if (notLocked.length > 0) throw new NotLocked(notLocked)
  return folded
}

/** As the column utc_dates says it. */
function utcDatesOf(events: readonly DayEvent[], midnight: number): number {
  let dates = 0
  for (const { at } of events) dates |= at < midnight ? 1 : at < midnight + DAY_MS ? 2 : 4
  return dates
}

function byDate(people: readonly PersonToFold[]): Map<LocalDate, PersonToFold[]> {
  const groups = new Map<LocalDate, PersonToFold[]>()
  for (const person of people) {
    const group = groups.get(person.localDate)
    if (group) group.push(person)
    else groups.set(person.localDate, [person])
  }
  return groups
}
