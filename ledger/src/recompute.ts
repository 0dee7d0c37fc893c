import { addDays, type LocalDate, utcMidnight } from '@rollcall/domain'
import type { Pool, PoolClient } from '@rollcall/platform'
import type { Drift } from './drift.ts'
import { type FoldedDay, foldStored } from './fold-days.ts'
import { withDaysLocked } from './lock-days.ts'
import { repairCounts } from './repair-counts.ts'
import { repairFevers } from './repair-fevers.ts'
import { repairPeople } from './repair-people.ts'
import type { LockedDays, SchoolDay } from './school-day.ts'

export interface Recomputed {
  readonly people: number
  /** All that was wrong; it is right now. */
  readonly drift: Drift[]
  readonly version: number
}

/** Computes a school's date anew from events, corrections and closing, trusting nothing else. */
export const recompute = (pool: Pool, schoolId: number, localDate: LocalDate): Promise<Recomputed> =>
  withDaysLocked(pool, [{ schoolId, localDate }], async (client, locked) => {
    const day = { schoolId, localDate }
    const folded = await foldEverybody(client, locked, day)
    const people = folded.filter(({ events, corrections }) => events.length + corrections.length > 0)
    const drift = [...(await repairPeople(client, day, people)), ...(await repairFevers(client, day, people))]
    const { counts, version } = await repairCounts(client, day, people, drift.length > 0)
    return { people: people.length, drift: [...drift, ...counts], version }
  })

const BATCH = 2_000

async function foldEverybody(client: PoolClient, locked: LockedDays, { schoolId, localDate }: SchoolDay) {
  const ids = await everybody(client, schoolId, localDate)
  const folded: FoldedDay[] = []
  for (let start = 0; start < ids.length; start += BATCH) {
    const batch = ids.slice(start, start + BATCH).map((userId) => ({ userId, localDate, schoolId }))
    folded.push(...(await foldStored(client, locked, localDate, batch)))
  }
  return folded
}

const FARTHEST_HOURS = 14
const LONGEST_HOURS = 24 + 12
const HOUR = 3_600_000

/** Whoever has a row, an event or a correction of this date at this school; not those whose date another school keeps. */
async function everybody(client: PoolClient, schoolId: number, localDate: LocalDate): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT person.id
     FROM (
       SELECT user_id FROM attendance.user_days WHERE school_id = $1 AND local_date = $2
       UNION
       SELECT user_id FROM attendance.events
       WHERE school_id = $1 AND local_date = $2 AND utc_date BETWEEN $3 AND $4 AND at >= $5 AND at < $6
       UNION
       SELECT user_id FROM attendance.corrections WHERE school_id = $1 AND local_date = $2
     ) AS person (id)
     WHERE NOT EXISTS (SELECT FROM attendance.user_days other
                       WHERE other.local_date = $2 AND other.user_id = person.id AND other.school_id <> $1)`,
    [
      schoolId,
      localDate,
      addDays(localDate, -1),
      addDays(localDate, 1),
      new Date(utcMidnight(localDate) - FARTHEST_HOURS * HOUR),
      new Date(utcMidnight(localDate) + LONGEST_HOURS * HOUR),
    ],
  )
  return rows.map(({ id }) => id)
}
