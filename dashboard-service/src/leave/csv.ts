import { stringify } from 'csv-stringify/sync'
import type { Response } from 'express'

/** As many rows as one file may have. */
export const CSV_ROWS = 100_000

/** A spreadsheet must not run what somebody wrote into a name: such texts get a quote before them. */
export function sendCsv(res: Response, name: string, rows: readonly object[], columns: readonly string[]): undefined {
  const body = stringify(
    rows.map((row) => row),
    {
      header: true,
      columns: [...columns],
      escape_formulas: true,
      cast: {
        date: (value) => value.toISOString(),
        boolean: (value) => String(value),
        object: (value) => JSON.stringify(value),
      },
    },
  )
  res.setHeader('content-type', 'text/csv; charset=utf-8')
  res.setHeader('content-disposition', `attachment; filename="${name}.csv"`)
  res.end(body)
  return undefined
}
