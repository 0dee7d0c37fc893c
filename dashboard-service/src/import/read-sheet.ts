import type { Readable } from 'node:stream'
import { readCsv, UnreadableCsv } from './read-csv.ts'
import type { Has, RowError, Sheet } from './sheet.ts'

/** So many errors are told; all are counted. */
export const MOST_ERRORS = 1_000

export type Cell = string | number | null
export interface SheetRows {
  readonly has: Has
  /** The line of each row, and each column of all rows: as Postgres takes them. */
  readonly lines: readonly number[]
  readonly columns: Readonly<Record<string, readonly Cell[]>>
  readonly errors: readonly RowError[]
  readonly errorCount: number
  readonly rows: number
}

/** Reads the whole file, and finds every cell that is not as it should be. */
export async function readSheet(body: Readable, sheet: Sheet): Promise<SheetRows> {
  const names = Object.keys(sheet.columns)
  const columns: Record<string, Cell[]> = Object.fromEntries(names.map((name) => [name, []]))
  const lines: number[] = []
  const errors: RowError[] = []
  let errorCount = 0
  const wrong = (line: number, field: string, message: string) => {
    errorCount++
    if (errors.length < MOST_ERRORS) errors.push({ line, field, message })
  }
  let header: string[] | undefined
  let rows = 0
  try {
    for await (const { line, cells } of readCsv(body)) {
      if (!header) {
        header = readHeader(cells, sheet, (field, message) => wrong(line, field, message))
        if (errorCount > 0) break
        continue
      }
      rows++
      if (cells.length !== header.length) {
        wrong(line, '', `${header.length} cells are expected, ${cells.length} are there`)
        continue
      }
      const row = readRow(header, cells, sheet, (field, message) => wrong(line, field, message))
      if (!row) continue
      lines.push(line)
      for (const name of names) columns[name]?.push(row[name] ?? null)
    }
  } catch (error) {
    if (!(error instanceof UnreadableCsv)) throw error
    wrong(error.line, '', error.message)
  }
  if (!header) wrong(1, '', 'the file is empty: its first line names the columns')
  const present = new Set(header)
  return { has: (column) => present.has(column), lines, columns, errors, errorCount, rows }
}

type Wrong = (field: string, message: string) => void

function readHeader(cells: readonly string[], { columns }: Sheet, wrong: Wrong): string[] {
  const header = cells.map((cell) => cell.trim().toLowerCase())
  const known = Object.keys(columns)
  for (const [index, name] of header.entries()) {
    if (!known.includes(name)) wrong(name.slice(0, 200), `no such column; there are ${known.join(', ')}`)
    else if (header.indexOf(name) !== index) wrong(name, 'the column is there twice')
  }
  for (const [name, { required }] of Object.entries(columns))
    if (required && !header.includes(name)) wrong(name, 'the column is missing')
  return header
}

function readRow(header: readonly string[], cells: readonly string[], { columns }: Sheet, wrong: Wrong) {
  const row: Record<string, Cell> = {}
  let isGood = true
  for (const [index, name] of header.entries()) {
    const column = columns[name]
    const text = cells[index] ?? ''
    if (!column || (text === '' && !column.required)) continue
    const result = column.schema.safeParse(text)
    if (result.success) row[name] = result.data as Cell
    else {
      isGood = false
      wrong(name, result.error.issues[0]?.message ?? 'not as it should be')
    }
  }
  return isGood ? row : undefined
}
