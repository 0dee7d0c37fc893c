import { addDays, TimeZoneDays } from '@rollcall/domain'
import { type PoolClient, problems } from '@rollcall/platform'

/**
 * Another time zone from a date that has begun in neither of the two, so that no date that anything was recorded on ever gets
 * another length. One that had not begun is replaced; the present zone calls it off.
 */
export async function changeTimeZone(
  client: PoolClient,
  school: { readonly id: number; readonly timeZone: string },
  timeZone: string,
  from: string | undefined,
): Promise<void> {
  const { rows } = await client.query<{ today: string; first: string }>(
    `SELECT today, today + 1 AS first
     FROM (SELECT greatest((now() AT TIME ZONE $1)::date, (now() AT TIME ZONE $2)::date) AS today) AS dates`,
    [school.timeZone, timeZone],
  )
  const [dates] = rows
  if (!dates) throw new Error('no dates of two time zones')
  if (from !== undefined && from <= dates.today)
    throw problems.notPossible([{ field: 'timeZoneFrom', message: `a date to come, after ${dates.today}` }])
  // One whose date has come begins, even if the task is late.
  await client.query(
    `DELETE FROM roster.school_zones WHERE school_id = $1 AND NOT begun
       AND from_date > greatest((now() AT TIME ZONE $2)::date, (now() AT TIME ZONE time_zone)::date)`,
    [school.id, school.timeZone],
  )
  if (timeZone === school.timeZone) return
  const day = from ?? dates.first
  const ofOld = new TimeZoneDays(school.timeZone).day(addDays(day, -1))
  if (new TimeZoneDays(timeZone).day(day).startsAt <= ofOld.startsAt)
    throw problems.notPossible([
      { field: 'timeZone', message: 'a whole day from the present one: a date would be missing' },
    ])
  await client.query(
    `INSERT INTO roster.school_zones (school_id, from_date, time_zone, begun) VALUES ($1, '-infinity', $2, true)
     ON CONFLICT DO NOTHING`,
    [school.id, school.timeZone],
  )
  await client.query('INSERT INTO roster.school_zones (school_id, from_date, time_zone) VALUES ($1, $2, $3)', [
    school.id,
    day,
    timeZone,
  ])
}
