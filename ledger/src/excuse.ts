import { addDays, utcDate } from '@rollcall/domain'
import type { Pool, PoolClient } from '@rollcall/platform'
import { integers, plain, texts } from './array-parameters.ts'
import { withDaysLocked } from './lock-days.ts'
import { type PersonDay, type SchoolDay, schoolDayKey, type VersionedDay } from './school-day.ts'

/** A person's date that is to be excused, or (null) not to be any more, and the school they are at on it. */
export interface ExcuseChange extends PersonDay {
  readonly schoolId: number
  readonly excuse: { readonly portion: number; readonly reason: string; readonly leaveId: number | null } | null
}

export interface Excused {
  /** How many people's dates are different from before. */
  readonly changed: number
  readonly days: readonly VersionedDay[]
}

// All of one school's date are in one transaction, and not more school days than this are locked at a time.
const BATCH = 2_000

/** Whatever is computed from excused days is kept by the school day's version: it is raised with them. */
export async function excuse(pool: Pool, changes: readonly ExcuseChange[], now: Date): Promise<Excused> {
  const inOrder = [...changes].sort((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : a.userId - b.userId,
  )
  // A school's hours are kept as they are when its day is made: a day that is not near is left to whoever comes first.
  const near = addDays(utcDate(now.getTime()), 2)
  let changed = 0
  const days: VersionedDay[] = []
  for (let start = 0; start < inOrder.length; start += BATCH) {
    const batch = inOrder.slice(start, start + BATCH)
    const toLock = batch.filter(({ localDate }) => localDate <= near)
    const done = await withDaysLocked(pool, toLock, async (client) => {
      const written = await write(client, batch)
      return { written, days: await raiseVersions(client, written) }
    })
    changed += done.written.length
    days.push(...done.days)
  }
  return { changed, days }
}

const keyOf = ({ schoolId, localDate }: SchoolDay): string => schoolDayKey(schoolId, localDate)

async function write(client: PoolClient, batch: readonly ExcuseChange[]): Promise<ExcuseChange[]> {
  const gone = batch.filter((change) => change.excuse === null)
  const deleted = await client.query<PersonDay>(
    `DELETE FROM attendance.excused_days USING unnest($1::int[], $2::date[]) AS gone (user_id, local_date)
     WHERE excused_days.user_id = gone.user_id AND excused_days.local_date = gone.local_date
     RETURNING excused_days.user_id AS "userId", excused_days.local_date AS "localDate"`,
    [integers(gone.map(({ userId }) => userId)), plain(gone.map(({ localDate }) => localDate))],
  )
  const kept = batch.filter((change) => change.excuse !== null)
  const upserted = await client.query<PersonDay>(
    `INSERT INTO attendance.excused_days AS known (user_id, local_date, portion, reason, leave_id)
     SELECT * FROM unnest($1::int[], $2::date[], $3::numeric[], $4::text[], $5::int[])
     ON CONFLICT (user_id, local_date) DO UPDATE
       SET (portion, reason, leave_id) = (excluded.portion, excluded.reason, excluded.leave_id)
       WHERE (known.portion, known.reason, known.leave_id)
         IS DISTINCT FROM (excluded.portion, excluded.reason, excluded.leave_id)
     RETURNING known.user_id AS "userId", known.local_date AS "localDate"`,
    [
      integers(kept.map(({ userId }) => userId)),
      plain(kept.map(({ localDate }) => localDate)),
      plain(kept.map((change) => change.excuse?.portion ?? null)),
      texts(kept.map((change) => change.excuse?.reason ?? null)),
      integers(kept.map((change) => change.excuse?.leaveId ?? null)),
    ],
  )
  const written = new Set([...deleted.rows, ...upserted.rows].map(({ userId, localDate }) => `${localDate} ${userId}`))
  return batch.filter(({ userId, localDate }) => written.has(`${localDate} ${userId}`))
}

async function raiseVersions(client: PoolClient, written: readonly ExcuseChange[]): Promise<VersionedDay[]> {
  const days = [...new Map(written.map((change) => [keyOf(change), change])).values()]
  if (days.length === 0) return []
  const { rows } = await client.query<VersionedDay>(
    `UPDATE attendance.school_days day SET version = version + 1
     FROM unnest($1::int[], $2::date[]) AS changed (school_id, local_date)
     WHERE day.school_id = changed.school_id AND day.local_date = changed.local_date
     RETURNING day.school_id AS "schoolId", day.local_date AS "localDate", day.version`,
    [integers(days.map(({ schoolId }) => schoolId)), plain(days.map(({ localDate }) => localDate))],
  )
  return rows
}
