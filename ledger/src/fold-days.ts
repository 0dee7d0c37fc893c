import { type Correction, type Day, type DayEvent, fold, type LocalDate } from '@rollcall/domain'
import type { PoolClient } from '@rollcall/platform'
import { NotLocked } from './lock-days.ts'
import { readEvents } from './read-events.ts'
import { type CountedRow, type KnownDay, readRows } from './read-rows.ts'
import type { LockedDays, PersonDay, SchoolDay } from './school-day.ts'

/** Somebody whose date is to be folded, and the school that keeps it when no row does yet. */
export interface PersonToFold extends PersonDay {
  readonly schoolId: number
}

/** A person's date as folded, what it was folded from, and the school that keeps it. */
export interface FoldedDay<Arrived extends DayEvent = DayEvent> extends PersonToFold {
  readonly day: Day
  readonly events: readonly DayEvent[]
  readonly corrections: readonly Correction[]
  /** Those of the events that no row knew of. */
  readonly arrived: readonly Arrived[]
  /** The row that this takes the place of. */
  readonly row: CountedRow | null
}

export interface PersonWithEvents<Arrived extends DayEvent = DayEvent> extends PersonToFold {
  readonly events: readonly DayEvent[]
  readonly arrived: readonly Arrived[]
  readonly known: KnownDay | undefined
}

/** Throws NotLocked when one of these dates is kept by a school whose lock is not held. */
export function foldPeople<Arrived extends DayEvent>(
  locked: LockedDays,
  people: readonly PersonWithEvents<Arrived>[],
): FoldedDay<Arrived>[] {
  const folded: FoldedDay<Arrived>[] = []
  const notLocked: SchoolDay[] = []
  for (const { userId, localDate, events, arrived, known, ...person } of people) {
    const { row = null, corrections = [] } = known ?? {}
    // The row stays with its school, whichever school a record names: one person, one date, counted once.
    const schoolId = row?.schoolId ?? person.schoolId
    const hours = locked.hours(schoolId, localDate)
    if (!hours) notLocked.push({ schoolId, localDate })
    else
      folded.push({
        userId,
        localDate,
        schoolId,
        events,
        corrections,
        arrived,
        row,
        day: fold(events, corrections, hours),
      })
  }
  if (notLocked.length > 0) throw new NotLocked(notLocked)
  return folded
}

/** Folds dates anew from the events as they are stored, whatever the rows say. */
export async function foldStored(
  client: PoolClient,
  locked: LockedDays,
  localDate: LocalDate,
  people: readonly PersonToFold[],
): Promise<FoldedDay[]> {
  const ids = people.map((person) => person.userId)
  const known = await readRows(client, localDate, ids)
  const stored = await readEvents(client, localDate, ids)
  return foldPeople(
    locked,
    people.map(({ userId, schoolId }) => ({
      ...{ userId, schoolId, localDate, known: known.get(userId) },
      ...{ events: stored.get(userId) ?? [], arrived: [] },
    })),
  )
}
