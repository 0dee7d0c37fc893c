import { addDays, utcDate } from '@rollcall/domain'
import type { ExcuseChange, Ledger } from '@rollcall/ledger'
import type { Pool } from '@rollcall/platform'

const DAYS_BACK = 400
const DAYS_AHEAD = 400

// What should be excused beside what is: only where they differ there is something to do, whatever has happened in between.
// Two half days of one date are a whole one, and named after the first.
const DIFFERENCES = `
  WITH wanted AS (
    SELECT link.user_id, day.date AS local_date, least(1, sum(day.portion)) AS portion,
      (array_agg(left(coalesce(type.leave_type, 'Leave'), 200) ORDER BY leave.employee_leave_id))[1] AS reason,
      min(leave.employee_leave_id) AS leave_id
    FROM leave.days day
      JOIN dbo.employee_leaves leave USING (employee_leave_id)
      JOIN leave.links link USING (employee_id)
      LEFT JOIN dbo.leave_types type USING (leave_type_id)
    WHERE leave.state = 'approved' AND leave.vanished_at IS NULL AND link.user_id IS NOT NULL
      AND day.date BETWEEN $1 AND $2
      AND EXISTS (SELECT FROM roster.enrolments here WHERE here.user_id = link.user_id AND here.from_date <= day.date
                    AND (here.to_date IS NULL OR here.to_date >= day.date))
    GROUP BY link.user_id, day.date
  ), known AS (SELECT * FROM attendance.excused_days WHERE local_date BETWEEN $1 AND $2)
  SELECT coalesce(wanted.user_id, known.user_id) AS "userId", coalesce(wanted.local_date, known.local_date) AS "localDate",
    coalesce((SELECT here.school_id FROM roster.enrolments here
              WHERE here.user_id = person.id AND here.from_date <= coalesce(wanted.local_date, known.local_date)
                AND (here.to_date IS NULL OR here.to_date >= coalesce(wanted.local_date, known.local_date)) LIMIT 1),
             person.school_id) AS "schoolId",
    CASE WHEN wanted.user_id IS NOT NULL THEN json_build_object('portion', wanted.portion, 'reason', wanted.reason,
                                                               'leaveId', wanted.leave_id) END AS excuse
  FROM wanted FULL JOIN known USING (user_id, local_date)
    JOIN roster.users person ON person.id = coalesce(wanted.user_id, known.user_id)
  WHERE (wanted.portion, wanted.reason, wanted.leave_id) IS DISTINCT FROM (known.portion, known.reason, known.leave_id)
     OR (wanted.user_id IS NULL) <> (known.user_id IS NULL)`

/** Makes excused days what approved leave says. An approval that comes late, or is withdrawn, corrects days that are over. */
export async function excuseDays(pool: Pool, ledger: Ledger, now: Date): Promise<number> {
  const today = utcDate(now.getTime())
  const { rows } = await pool.query<ExcuseChange>(DIFFERENCES, [addDays(today, -DAYS_BACK), addDays(today, DAYS_AHEAD)])
  const { changed } = await ledger.excuse(rows, now)
  return changed
}
