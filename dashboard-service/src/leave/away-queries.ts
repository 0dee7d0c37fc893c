import type { Pool } from '@rollcall/platform'
import { filterValues, LEAVE_DAYS, type LeaveFilters, NAME } from './leave-filters.ts'

/** A leave, as far as it lies in the dates that were asked for. */
export interface Away {
  readonly leaveId: number
  readonly employeeId: number
  readonly name: string
  readonly userId: number | null
  readonly leaveType: string | null
  readonly state: string
  readonly startDate: string
  readonly endDate: string
  readonly firstDay: string
  readonly lastDay: string
  readonly days: number
}

export interface AwayCount {
  readonly total: number
  readonly people: number
}

export class AwayQueries {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async between(
    filters: LeaveFilters,
    asked: { from: string; to: string; after: readonly [string, number] | null; limit: number },
  ): Promise<Away[]> {
    const { rows } = await this.#pool.query<Away>(
      `SELECT * FROM (
         SELECT l.employee_leave_id AS "leaveId", e.employee_id AS "employeeId", min(${NAME}) AS name,
           (SELECT user_id FROM leave.links WHERE links.employee_id = e.employee_id) AS "userId",
           (SELECT leave_type FROM dbo.leave_types t WHERE t.leave_type_id = l.leave_type_id) AS "leaveType",
           l.state, l.start_date AS "startDate", l.end_date AS "endDate", min(d.date) AS "firstDay",
           max(d.date) AS "lastDay", sum(d.portion) AS days
         FROM ${LEAVE_DAYS} AND d.date BETWEEN $7 AND $8 GROUP BY l.employee_leave_id, e.employee_id) away
       WHERE $9::date IS NULL OR ("firstDay", "leaveId") > ($9, $10::int)
       ORDER BY "firstDay", "leaveId" LIMIT $11`,
      [...filterValues(filters), asked.from, asked.to, asked.after?.[0] ?? null, asked.after?.[1] ?? null, asked.limit],
    )
    return rows
  }

  /** How much leave there is on all pages, and of how many people. */
  async count(filters: LeaveFilters, { from, to }: { from: string; to: string }): Promise<AwayCount> {
    const { rows } = await this.#pool.query<AwayCount>(
      `SELECT count(DISTINCT l.employee_leave_id) AS total, count(DISTINCT e.employee_id) AS people
       FROM ${LEAVE_DAYS} AND d.date BETWEEN $7 AND $8`,
      [...filterValues(filters), from, to],
    )
    return rows[0] ?? { total: 0, people: 0 }
  }
}
