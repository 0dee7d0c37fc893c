import type { z } from 'zod'

export const IMPORT_KINDS = ['schools', 'classes', 'people'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

export interface RowError {
  readonly line: number
  readonly field: string
  readonly message: string
}

/** A column: what a cell may hold (an empty one is undefined), and its type in the temporary table. */
export interface Column {
  readonly schema: z.ZodType
  readonly type: 'integer' | 'text' | 'date' | 'time'
  readonly required?: true
}

/** Whether the file has a column. What it does not have stays as it is. */
export type Has = (column: string) => boolean

/**
 * One of the things that can be sent in and given out as CSV. All of a file's rows are looked up, judged and written by a
 * handful of statements on the temporary table import_rows: line, the columns, target_id, is_new, is_changed, before.
 */
export interface Sheet {
  /** What the audit log calls one. */
  readonly subject: 'school' | 'class' | 'user'
  /** In the order of an export. */
  readonly columns: Readonly<Record<string, Column>>
  /** More columns of the temporary table, for what is looked up. */
  readonly lookedUp: string
  /** Statements that look up what the rows speak of. */
  readonly resolve: (has: Has) => readonly string[]
  /** A query of line, field and message. $1: the schools of the caller, or null. */
  readonly errors: (has: Has) => string
  /** Statements that write, and set is_new, is_changed, before and target_id. */
  readonly write: (has: Has) => readonly string[]
  /** The row as the audit log has it. */
  readonly snapshot: { readonly from: string; readonly json: string; readonly schoolId: string }
}

/** SQL: what a column is to be, from the row `t`; `before` where the file does not have it. */
export const toBe = (has: Has, column: string, before: string): string => (has(column) ? `t.${column}` : before)

/** SQL: lines on which something appears that is on an earlier one already. */
export const twice = (what: string, field: string): string =>
  `SELECT line, '${field}' AS field, 'is on an earlier line already' AS message
   FROM (SELECT line, row_number() OVER (PARTITION BY ${what} ORDER BY line) AS number
         FROM import_rows WHERE (${what}) IS NOT NULL) AS numbered WHERE number > 1`
