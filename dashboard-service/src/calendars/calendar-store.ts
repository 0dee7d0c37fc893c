import { audit, type Pool, type PoolClient, problems } from '@rollcall/platform'
import { schoolOf } from '../people/enrolments.ts'
import type { Change } from '../people/user-store.ts'
import type { RosterChanges } from '../roster-changes/roster-changes.ts'
import { findSchool } from '../schools/school-list.ts'
import { lockSchool } from '../schools/school-store.ts'
import { type Calendar, pastDaysChanged, type WholeCalendar } from './calendar.ts'

export interface VersionedCalendar {
  readonly calendar: WholeCalendar
  /** Of the school. */
  readonly version: number
}

/** A school's calendar and hours. Its version is the school's. */
export class CalendarStore {
  readonly #pool: Pool
  readonly #changes: RosterChanges

  constructor(pool: Pool, changes: RosterChanges) {
    this.#pool = pool
    this.#changes = changes
  }

  async show(schoolId: number, schools: readonly number[] | null): Promise<VersionedCalendar | undefined> {
    const school = await findSchool(this.#pool, schoolId, schools)
    return school && { calendar: await read(this.#pool, schoolId), version: school.version }
  }

  replace(change: Change, schoolId: number, calendar: Calendar): Promise<VersionedCalendar> {
    return this.#changes.make(async (client) => {
      const school = await lockSchool(client, change, schoolId)
      const before = await read(client, schoolId)
      const after = { ...before, ...calendar, terms: calendar.terms ?? [] }
      if (after.opensAt >= after.closesAt)
        throw problems.invalid([{ field: 'closesAt', message: 'later than the opening' }])
      await write(client, schoolId, after)
      const { caller, requestId } = change
      const about = { subjectId: schoolId, schoolId }
      await audit(client, caller, requestId, { action: 'calendar.update', ...about, before, after })
      const { today } = await schoolOf(client, schoolId, null)
      const dates = pastDaysChanged(before, after, today)
      // Reports of days that are over change with it: whoever wonders finds it by this line.
      if (dates.length > 0)
        await audit(client, caller, requestId, { action: 'calendar.change-past', ...about, after: { dates } })
      return { calendar: await read(client, schoolId), version: school.version + 1 }
    })
  }
}

async function read(client: Pool | PoolClient, schoolId: number): Promise<WholeCalendar> {
  const { rows } = await client.query<WholeCalendar>(
    `SELECT coalesce((SELECT weekdays FROM roster.calendars c WHERE c.school_id = s.id), '{1,2,3,4,5}') AS weekdays,
       (SELECT coalesce(json_agg(json_build_object('date', date, 'name', name) ORDER BY date), '[]')
        FROM roster.holidays h WHERE h.school_id = s.id) AS holidays,
       (SELECT coalesce(json_agg(json_build_object('name', name, 'from', from_date, 'to', to_date) ORDER BY from_date), '[]')
        FROM roster.terms t WHERE t.school_id = s.id) AS terms,
       to_char(s.opens_at, 'HH24:MI') AS "opensAt", to_char(s.closes_at, 'HH24:MI') AS "closesAt",
       s.late_after_minutes AS "lateAfterMinutes"
     FROM roster.schools s WHERE s.id = $1`,
    [schoolId],
  )
  const [calendar] = rows
  if (!calendar) throw new Error('a school that was just there is not there')
  return calendar
}

async function write(client: PoolClient, schoolId: number, calendar: WholeCalendar): Promise<void> {
  const { weekdays, holidays, terms, opensAt, closesAt, lateAfterMinutes } = calendar
  await client.query(
    `INSERT INTO roster.calendars (school_id, weekdays) VALUES ($1, $2)
     ON CONFLICT (school_id) DO UPDATE SET weekdays = excluded.weekdays`,
    [schoolId, [...weekdays].sort()],
  )
  await client.query('DELETE FROM roster.holidays WHERE school_id = $1', [schoolId])
  await client.query(
    'INSERT INTO roster.holidays (school_id, date, name) SELECT $1, * FROM unnest($2::date[], $3::text[])',
    [schoolId, holidays.map(({ date }) => date), holidays.map(({ name }) => name)],
  )
  await client.query('DELETE FROM roster.terms WHERE school_id = $1', [schoolId])
  await client.query(
    `INSERT INTO roster.terms (school_id, name, from_date, to_date)
     SELECT $1, * FROM unnest($2::text[], $3::date[], $4::date[])`,
    [schoolId, terms.map(({ name }) => name), terms.map(({ from }) => from), terms.map(({ to }) => to)],
  )
  await client.query(
    `UPDATE roster.schools SET opens_at = $2, closes_at = $3, late_after_minutes = $4, version = version + 1
     WHERE id = $1`,
    [schoolId, opensAt, closesAt, lateAfterMinutes],
  )
}
