import { type Entitlement, type LeaveBalance, type LeavePart, leaveBalances } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { filterValues, LEAVE_DAYS, type LeaveFilters, NAME, VISIBLE } from './leave-filters.ts'

export interface ListedEmployee {
  readonly id: number
  readonly empId: string | null
  readonly name: string
  readonly email: string | null
  readonly department: string | null
  readonly designation: string | null
  /** null: nobody of ours. */
  readonly userId: number | null
  readonly schoolId: number | null
  /** Counted by the filters. */
  readonly days: number
}

export interface Period {
  readonly id: number
  readonly startDate: string
  readonly endDate: string
  readonly isCurrent: boolean | null
}

const EMPLOYEE = `e.employee_id AS id, e.emp_id AS "empId", ${NAME} AS name, e.email,
  department.department_description AS department, designation.designation_name AS designation,
  link.user_id AS "userId", person.school_id AS "schoolId"`
const EMPLOYEES = `dbo.employees e
  LEFT JOIN dbo.departments department USING (department_id)
  LEFT JOIN dbo.designations designation USING (designation_id)
  LEFT JOIN leave.links link USING (employee_id) LEFT JOIN roster.users person ON person.id = link.user_id`

/** Those whom the filters, and a search in $7, let through. */
const filtered = (filters: LeaveFilters): string => `${EMPLOYEES}
  LEFT JOIN (SELECT e.employee_id, sum(d.portion) AS days FROM ${LEAVE_DAYS} GROUP BY 1) sums USING (employee_id)
  WHERE ($3::int[] IS NULL OR e.department_id = ANY ($3)) AND ($4::int[] IS NULL OR e.designation_id = ANY ($4))
    AND ${VISIBLE('$6')} ${speaksOfLeave(filters) ? 'AND sums.days IS NOT NULL' : ''}
    AND ($7::text IS NULL OR ${NAME} ILIKE $7 OR e.email ILIKE $7 OR e.emp_id ILIKE $7)`

/** Fiscal year, type, and a state that nobody has by itself: with them, only those who have such leave. */
const speaksOfLeave = ({ fiscalYear, leaveType, state }: LeaveFilters): boolean =>
  fiscalYear !== undefined || leaveType !== undefined || !state.includes('approved')

/** Employees as the HR system knows them, and what their leave comes to. */
export class EmployeeQueries {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async list(
    filters: LeaveFilters,
    page: { search: string | undefined; after: number; limit: number },
  ): Promise<ListedEmployee[]> {
    const { rows } = await this.#pool.query<ListedEmployee>(
      `SELECT ${EMPLOYEE}, coalesce(sums.days, 0) AS days FROM ${filtered(filters)} AND e.employee_id > $8
       ORDER BY e.employee_id LIMIT $9`,
      [...filterValues(filters), pattern(page.search), page.after, page.limit],
    )
    return rows
  }

  /** How many are on all pages of that list. */
  async count(filters: LeaveFilters, search: string | undefined): Promise<number> {
    const { rows } = await this.#pool.query<{ count: number }>(`SELECT count(*) FROM ${filtered(filters)}`, [
      ...filterValues(filters),
      pattern(search),
    ])
    return rows[0]?.count ?? 0
  }

  /** undefined: there is none, or not for these schools to see. */
  async profile(id: number, schools: readonly number[] | null) {
    const found = await this.#pool.query<Record<string, unknown>>(
      `SELECT ${EMPLOYEE}, e.is_hr AS "isHr", e.is_supervisor AS "isSupervisor", e.team_manager_id AS "teamManagerId",
         link.how AS "linkedBy",
         coalesce((SELECT json_agg(json_build_object('id', a.allocation_id, 'name', a.name, 'type', a.type) ORDER BY 1)
           FROM dbo.employee_allocations ea JOIN dbo.allocations a USING (allocation_id)
           WHERE ea.employee_id = e.employee_id AND ea.removed_at IS NULL), '[]') AS allocations,
         coalesce((SELECT json_agg(json_build_object('id', i.leave_issuer_id, 'name',
             concat_ws(' ', i.first_name, i.last_name), 'email', i.email, 'isCurrent', ei.is_current_leave_issuer))
           FROM dbo.employee_leave_issuer ei JOIN dbo.leave_issuer i USING (leave_issuer_id)
           WHERE ei.employee_id = e.employee_id), '[]') AS "leaveIssuers"
       FROM ${EMPLOYEES} WHERE e.employee_id = $1 AND ${VISIBLE('$2')}`,
      [id, schools],
    )
    const [employee] = found.rows
    if (!employee) return undefined
    const [teamManager, leaves, balances] = await Promise.all([
      this.#nameOf(Number(employee.teamManagerId ?? -1), schools),
      this.#leaves(id),
      this.#balances(id),
    ])
    return { ...employee, teamManager, balances, leaves }
  }

  /** null: not an employee that the HR system tells of, or not for these schools to see. */
  async #nameOf(id: number, schools: readonly number[] | null): Promise<string | null> {
    const { rows } = await this.#pool.query<{ name: string }>(
      `SELECT ${NAME} AS name FROM dbo.employees e WHERE e.employee_id = $1 AND ${VISIBLE('$2')}`,
      [id, schools],
    )
    return rows[0]?.name ?? null
  }

  async #leaves(id: number) {
    const { rows } = await this.#pool.query(
      `SELECT l.employee_leave_id AS id, l.leave_type_id AS "leaveTypeId", type.leave_type AS "leaveType", l.state, l.status,
         l.start_date AS "startDate", l.end_date AS "endDate", l.is_consecutive AS "isConsecutive",
         coalesce((SELECT sum(portion) FROM leave.days d WHERE d.employee_leave_id = l.employee_leave_id), 0) AS days,
         l.leave_days AS "hrDays", l.reason, l.remarks, l.cancelled_at AS "cancelledAt", l.vanished_at AS "vanishedAt"
       FROM dbo.employee_leaves l LEFT JOIN dbo.leave_types type USING (leave_type_id)
       WHERE l.employee_id = $1 ORDER BY l.start_date DESC, l.employee_leave_id`,
      [id],
    )
    return rows
  }

  /** For each fiscal year and type, with the ledger that explains it. */
  async #balances(id: number) {
    const [years, types, parts] = await Promise.all([
      this.fiscalYears(),
      this.#pool.query<Entitlement & { name: string | null }>(
        `SELECT leave_type_id AS "typeId", leave_type AS name, coalesce(default_days, 0) AS "defaultDays",
           coalesce(transferrable_days, 0) AS "transferableDays" FROM dbo.leave_types ORDER BY leave_type_id`,
      ),
      this.#pool.query<LeavePart>(
        `SELECT l.employee_leave_id AS "leaveId", l.leave_type_id AS "typeId", d.fiscal_id AS "fiscalId", l.state,
           sum(d.portion) AS days, min(d.date) AS from, max(d.date) AS to
         FROM leave.days d JOIN dbo.employee_leaves l USING (employee_leave_id)
         WHERE l.employee_id = $1 AND l.vanished_at IS NULL AND l.state IN ('approved', 'pending') AND d.fiscal_id IS NOT NULL
         GROUP BY 1, 2, 3, 4 ORDER BY min(d.date), 1`,
        [id],
      ),
    ])
    const entitlements = [...types.rows]
    if (parts.rows.some(({ typeId }) => typeId === null))
      entitlements.push({ typeId: null, name: null, defaultDays: 0, transferableDays: 0 })
    return leaveBalances(years, entitlements, parts.rows).map(({ fiscalId, typeId, ...balance }: LeaveBalance) => ({
      fiscalYear: years.find((year) => year.id === fiscalId),
      leaveType: { id: typeId, name: entitlements.find((each) => each.typeId === typeId)?.name ?? null },
      ...balance,
    }))
  }

  async fiscalYears(): Promise<Period[]> {
    const { rows } = await this.#pool.query<Period>(
      `SELECT fiscal_id AS id, start_date AS "startDate", end_date AS "endDate", is_current AS "isCurrent"
       FROM dbo.fiscal_year ORDER BY start_date, fiscal_id`,
    )
    return rows
  }

  /** What the filters can be set to. */
  async choices() {
    const [fiscalYears, departments, designations, leaveTypes] = await Promise.all([
      this.fiscalYears(),
      this.#pool.query('SELECT department_id AS id, department_description AS name FROM dbo.departments ORDER BY name'),
      this.#pool.query('SELECT designation_id AS id, designation_name AS name FROM dbo.designations ORDER BY name, id'),
      this.#pool.query(
        `SELECT leave_type_id AS id, leave_type AS name, default_days AS "defaultDays",
           transferrable_days AS "transferableDays" FROM dbo.leave_types ORDER BY name, id`,
      ),
    ])
    return {
      fiscalYears,
      departments: departments.rows,
      designations: designations.rows,
      leaveTypes: leaveTypes.rows,
    }
  }
}

const pattern = (search: string | undefined): string | null =>
  search === undefined ? null : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
