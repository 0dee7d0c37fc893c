import { type Caller, type PoolClient, sqlState } from '@rollcall/platform'
import { type Cell, MOST_ERRORS, type SheetRows } from './read-sheet.ts'
import type { RowError, Sheet } from './sheet.ts'

const ROWS_AT_ONCE = 5_000

export interface Applied {
  readonly errors: readonly RowError[]
  readonly errorCount: number
  readonly added: number
  readonly changed: number
}

/** All of a file in the transaction of `client`, or, where anything is wrong with it, nothing but the errors. */
export async function applySheet(
  client: PoolClient,
  sheet: Sheet,
  file: SheetRows,
  by: { caller: Pick<Caller, 'kind' | 'id' | 'name' | 'schools'>; requestId: string },
  progress: (rows: number) => Promise<void>,
): Promise<Applied> {
  await fill(client, sheet, file, progress)
  for (const statement of sheet.resolve(file.has)) await client.query(statement)
  const found = await client.query<RowError & { count: number }>(
    `SELECT line, field, message, count(*) OVER () AS count FROM (${sheet.errors(file.has)}) AS errors
     ORDER BY line, field LIMIT ${MOST_ERRORS}`,
    [by.caller.schools],
  )
  const errorCount = file.errorCount + (found.rows[0]?.count ?? 0)
  if (errorCount > 0) {
    const errors = [...file.errors, ...found.rows.map(({ line, field, message }) => ({ line, field, message }))]
    return { errors: errors.sort((a, b) => a.line - b.line).slice(0, MOST_ERRORS), errorCount, added: 0, changed: 0 }
  }
  await snapshot(client, sheet)
  for (const statement of sheet.write(file.has)) await client.query(statement)
  await tell(client, sheet, by)
  const { rows } = await client.query<{ added: number; changed: number }>(
    'SELECT count(*) FILTER (WHERE is_new) AS added, count(*) FILTER (WHERE is_changed) AS changed FROM import_rows',
  )
  return { errors: [], errorCount: 0, added: rows[0]?.added ?? 0, changed: rows[0]?.changed ?? 0 }
}

async function fill(
  client: PoolClient,
  { columns, lookedUp }: Sheet,
  file: SheetRows,
  progress: (rows: number) => Promise<void>,
): Promise<void> {
  const names = Object.keys(columns)
  const typed = names.map((name) => `${name} ${columns[name]?.type}`)
  await client.query(
    `CREATE TEMPORARY TABLE import_rows (line integer PRIMARY KEY, ${typed.join(', ')}, ${lookedUp},
       target_id integer, is_new boolean NOT NULL DEFAULT false, is_changed boolean NOT NULL DEFAULT false, before jsonb)
     ON COMMIT DROP`,
  )
  const arrays = names.map((name, index) => `$${index + 2}::${columns[name]?.type}[]`)
  for (let start = 0; start < file.lines.length; start += ROWS_AT_ONCE) {
    const part = <T extends Cell>(column: readonly T[] = []) => column.slice(start, start + ROWS_AT_ONCE)
    await client.query(
      `INSERT INTO import_rows (line, ${names.join(', ')}) SELECT * FROM unnest($1::int[], ${arrays.join(', ')})`,
      [part(file.lines), ...names.map((name) => part(file.columns[name]))],
    )
    await progress(Math.min(file.lines.length, start + ROWS_AT_ONCE))
  }
  await client.query('ANALYZE import_rows')
}

/** What was there before, for the audit log. */
const snapshot = (client: PoolClient, { snapshot: { from, json } }: Sheet) =>
  client.query(`UPDATE import_rows t SET before = (SELECT ${json} FROM ${from}) WHERE target_id IS NOT NULL`)

/** A line of the audit log for each row that is new or other than it was. */
const tell = (
  client: PoolClient,
  { subject, snapshot: { from, json, schoolId } }: Sheet,
  { caller, requestId }: { caller: Pick<Caller, 'kind' | 'id' | 'name'>; requestId: string },
) =>
  client.query(
    `INSERT INTO access.audit_log (caller_kind, caller_id, caller_name, action, subject_id, school_id, before, after, request_id)
     SELECT $1, $2::int, $3, CASE WHEN t.is_new THEN '${subject}.create' ELSE '${subject}.update' END, t.target_id,
       s.school, t.before, s.after, $4
     FROM import_rows t CROSS JOIN LATERAL (SELECT ${schoolId} AS school, ${json} AS after FROM ${from}) AS s
     WHERE t.is_new OR t.is_changed ORDER BY t.line`,
    [caller.kind, caller.id, caller.name, requestId],
  )

/** Somebody else made what the file was to make while it was read. */
export const isOvertaken = (error: unknown): boolean => sqlState(error) === '23505'
