import type { FiscalYear, HeatMapCell } from '../api/leave.ts'

export type HeatMapRows = 'month' | 'weekday'

/**
 * Percent by row and year. A month without leave is 0 where the HR system tells of it (some fiscal year has it) and not known, null,
 * elsewhere. A weekday is known in each year that is there at all.
 */
export function heatMapOf(
  rows: HeatMapRows,
  cells: readonly HeatMapCell[],
  fiscalYears: readonly Pick<FiscalYear, 'startDate' | 'endDate'>[],
): { columns: string[]; values: (number | null)[][] } {
  const years = [...new Set(cells.map(({ year }) => year))].toSorted((a, b) => a - b)
  const found = new Map(cells.map(({ year, row, percent }) => [`${year} ${row}`, percent]))
  const isTold = (year: number, row: number): boolean => {
    if (rows === 'weekday') return true
    const month = `${year}-${String(row).padStart(2, '0')}`
    return fiscalYears.some(({ startDate, endDate }) => startDate.slice(0, 7) <= month && month <= endDate.slice(0, 7))
  }
  const values = Array.from({ length: rows === 'month' ? 12 : 7 }, (_, at) =>
    years.map((year) => found.get(`${year} ${at + 1}`) ?? (isTold(year, at + 1) ? 0 : null)),
  )
  return { columns: years.map(String), values }
}
