import type { Pool } from '@rollcall/platform'

/** Today in all schools of a time zone, each by its own calendar. */
export interface SchoolLife {
  readonly timeZone: string
  readonly schools: number
  readonly came: number
  readonly present: number
  readonly inside: number
  readonly late: number
  readonly fevers: number
  readonly schoolsWithFever: number
}

/** One row a time zone: a district has few of them, however many schools it has. */
export async function readSchoolLife(pool: Pool): Promise<SchoolLife[]> {
  const { rows } = await pool.query<SchoolLife>(
    `SELECT s.time_zone AS "timeZone", count(*) AS schools,
       coalesce(sum(d.came), 0) AS came, coalesce(sum(d.present), 0) AS present, coalesce(sum(d.inside), 0) AS inside,
       coalesce(sum(d.late), 0) AS late, coalesce(sum(d.fevers), 0) AS fevers,
       count(*) FILTER (WHERE d.fevers > 0) AS "schoolsWithFever"
     FROM roster.schools s LEFT JOIN attendance.school_days d
       ON d.school_id = s.id AND d.local_date = (now() AT TIME ZONE s.time_zone)::date
     WHERE s.deleted_at IS NULL GROUP BY s.time_zone`,
  )
  return rows
}
