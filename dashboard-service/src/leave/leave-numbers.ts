import type { Pool } from '@rollcall/platform'
import { filterValues, LEAVE_DAYS, type LeaveFilters, NAME } from './leave-filters.ts'

export const TRENDS_BY = ['month', 'department', 'type', 'designation', 'employee'] as const
export type TrendBy = (typeof TRENDS_BY)[number]
export const HEATMAP_ROWS = ['month', 'weekday'] as const
export type HeatmapRow = (typeof HEATMAP_ROWS)[number]

export interface TrendRow {
  /** An id, or a month such as 2026-11; null: those without one. */
  readonly key: number | string | null
  readonly name: string | null
  readonly days: number
  readonly leaves: number
  readonly employees: number
}

export interface Trend {
  readonly data: readonly TrendRow[]
  readonly total: Omit<TrendRow, 'key' | 'name'>
}

export interface HeatmapCell {
  readonly year: number
  /** 1 is January, or Monday. */
  readonly row: number
  readonly days: number
  /** Of all days of the map. */
  readonly percent: number
}

const KEYS: Record<TrendBy, { key: string; name: string; order: string }> = {
  month: { key: `to_char(d.date, 'YYYY-MM')`, name: `to_char(min(d.date), 'YYYY-MM')`, order: 'key' },
  department: {
    key: 'e.department_id',
    name: '(SELECT department_description FROM dbo.departments n WHERE n.department_id = e.department_id)',
    order: 'days DESC, key',
  },
  type: {
    key: 'l.leave_type_id',
    name: '(SELECT leave_type FROM dbo.leave_types n WHERE n.leave_type_id = l.leave_type_id)',
    order: 'days DESC, key',
  },
  designation: {
    key: 'e.designation_id',
    name: '(SELECT designation_name FROM dbo.designations n WHERE n.designation_id = e.designation_id)',
    order: 'days DESC, key',
  },
  employee: { key: 'e.employee_id', name: `min(${NAME})`, order: 'days DESC, key' },
}

const SUMS = `coalesce(sum(d.portion), 0) AS days, count(DISTINCT l.employee_leave_id) AS leaves,
  count(DISTINCT e.employee_id) AS employees`

/** Sums of counted days. Whatever they are broken down by, the parts are together the whole. */
export class LeaveNumbers {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async trend(by: TrendBy, filters: LeaveFilters): Promise<Trend> {
    const { key, name, order } = KEYS[by]
    const [parts, total] = await Promise.all([
      this.#pool.query<TrendRow>(
        `SELECT ${key} AS key, ${name} AS name, ${SUMS} FROM ${LEAVE_DAYS} GROUP BY ${key} ORDER BY ${order}`,
        filterValues(filters),
      ),
      this.#pool.query<Trend['total']>(`SELECT ${SUMS} FROM ${LEAVE_DAYS}`, filterValues(filters)),
    ])
    return { data: parts.rows, total: total.rows[0] ?? { days: 0, leaves: 0, employees: 0 } }
  }

  async heatmap(rows: HeatmapRow, filters: LeaveFilters): Promise<HeatmapCell[]> {
    const row = rows === 'month' ? 'month' : 'isodow'
    const cells = await this.#pool.query<HeatmapCell>(
      `SELECT date_part('year', d.date) AS year, date_part('${row}', d.date) AS row, sum(d.portion) AS days,
         100 * sum(d.portion)::float8 / sum(sum(d.portion)) OVER () AS percent
       FROM ${LEAVE_DAYS} GROUP BY 1, 2 ORDER BY 1, 2`,
      filterValues(filters),
    )
    return cells.rows
  }
}
