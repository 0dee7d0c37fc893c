import { setTimeout as wait } from 'node:timers/promises'
import { inTransaction, type Pool, type PoolClient, sqlState } from '@rollcall/platform'
import { integers, texts } from './array-parameters.ts'
import { isMissingPartition, makePartitions, USER_DAYS } from './partitions.ts'
import { LockedDays, type SchoolDay, schoolDayKey } from './school-day.ts'

/** Thrown inside a transaction that met a person's day kept by a school it has not locked: it starts again with that lock too. */
export class NotLocked extends Error {
  readonly days: readonly SchoolDay[]
  constructor(days: readonly SchoolDay[]) {
    super('a person has their day at a school whose day is not locked')
    this.days = days
  }
}

const DEADLOCK = '40P01'
const SERIALIZATION_FAILURE = '40001'
const UNIQUE_VIOLATION = '23505'
const ATTEMPTS = 8
const LONGEST_WAIT_MS = 100

/**
 * Every writer of a day goes through here: the locks of all days concerned come first, before anything is read. Without
 * them two folds of one person would each add what the other one added already.
 */
export async function withDaysLocked<T>(
  pool: Pool,
  days: readonly SchoolDay[],
  work: (client: PoolClient, locked: LockedDays) => Promise<T>,
): Promise<T> {
  const toLock = new Map<string, SchoolDay>()
  const add = (more: readonly SchoolDay[]) => {
    for (const day of more) toLock.set(schoolDayKey(day.schoolId, day.localDate), day)
  }
  add(days)
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(pool, async (client) => work(client, await lockDays(client, [...toLock.values()])))
    } catch (error) {
      if (attempt === ATTEMPTS) throw error
      if (isMissingPartition(error, USER_DAYS))
        await makePartitions(pool, USER_DAYS, new Set([...toLock.values()].map(({ localDate }) => localDate)))
      else if (!isConflict(error)) throw error
      else if (error instanceof NotLocked) add(error.days)
      else await wait(Math.random() * LONGEST_WAIT_MS)
    }
  }
}

function isConflict(error: unknown): boolean {
  const state = sqlState(error)
  return error instanceof NotLocked || state === DEADLOCK || state === SERIALIZATION_FAILURE || isTakenDay(error, state)
}

/** Another school made the row of a person's day at the same moment: its lock is not held here, and it counts the person. */
const isTakenDay = (error: unknown, state: string | undefined): boolean =>
  state === UNIQUE_VIOLATION &&
  error instanceof Error &&
  'constraint' in error &&
  /^user_days_\d+_pkey$/.test(String(error.constraint))

// A school's hours are kept as they are when its first record of the date comes. Rows of an unknown school are tried all the
// same, so that the foreign key says what is wrong.
const MAKE_MISSING = `
  INSERT INTO attendance.school_days (school_id, local_date, late_after, closes_at)
  SELECT day.school_id, day.local_date,
         coalesce((day.local_date + school.opens_at) AT TIME ZONE roster.zone_on(school.id, day.local_date)
                  + make_interval(mins => school.late_after_minutes), 'infinity'),
         coalesce((day.local_date + school.closes_at) AT TIME ZONE roster.zone_on(school.id, day.local_date), 'infinity')
  FROM unnest($1::int[], $2::date[]) AS day (school_id, local_date)
  LEFT JOIN roster.schools school ON school.id = day.school_id
  WHERE NOT EXISTS (SELECT FROM attendance.school_days known
                    WHERE known.school_id = day.school_id AND known.local_date = day.local_date)
  ORDER BY day.school_id, day.local_date
  ON CONFLICT DO NOTHING`

// In one order for everybody: two writers of the same days wait for one another, and never in a circle.
const LOCK = `
  SELECT day.school_id, day.local_date,
         date_part('epoch', day.late_after) * 1000, date_part('epoch', day.closes_at) * 1000, day.closed_at IS NOT NULL
  FROM attendance.school_days day
  JOIN unnest($1::int[], $2::date[]) AS wanted (school_id, local_date) USING (school_id, local_date)
  ORDER BY day.school_id, day.local_date
  FOR UPDATE OF day`

async function lockDays(client: PoolClient, days: readonly SchoolDay[]): Promise<LockedDays> {
  const parameters = [integers(days.map((day) => day.schoolId)), texts(days.map((day) => day.localDate))]
  await client.query(MAKE_MISSING, parameters)
  const { rows } = await client.query<[number, string, number, number, boolean]>({
    text: LOCK,
    values: parameters,
    rowMode: 'array',
  })
  const locked = new LockedDays()
  for (const [schoolId, localDate, lateAfter, closesAt, closed] of rows)
    locked.add({ schoolId, localDate }, { lateAfter, closesAt, closed })
  return locked
}
