import type { PoolClient } from '@rollcall/platform'
import type { FetchedWindow } from './fetch-windows.ts'
import { FIELDS, type RawRow } from './raw-row.ts'

const COLUMNS = Object.values(FIELDS)
const ROWS_A_STATEMENT = 2_000

/** Makes raw.imported_leave_information what was fetched; only rows that differ are written. */
export async function importRows(client: PoolClient, windows: readonly FetchedWindow[]): Promise<{ changed: boolean }> {
  let changed = await forgetOtherWindows(client, windows)
  for (const window of windows) {
    if (window.rows && (await importWindow(client, window.from, window.rows))) changed = true
    await noteWindow(client, window)
  }
  return { changed }
}

async function forgetOtherWindows(client: PoolClient, windows: readonly FetchedWindow[]): Promise<boolean> {
  const starts = [windows.map(({ from }) => from)]
  await client.query('DELETE FROM leave.windows WHERE from_date <> ALL ($1::date[])', starts)
  const { rowCount } = await client.query(
    'DELETE FROM raw.imported_leave_information WHERE window_from <> ALL ($1::date[])',
    starts,
  )
  return Boolean(rowCount)
}

async function importWindow(client: PoolClient, from: string, rows: readonly RawRow[]): Promise<boolean> {
  const stored = await client.query<[string]>({
    text: `SELECT replace(hash::text, '-', '') FROM raw.imported_leave_information WHERE window_from = $1`,
    values: [from],
    rowMode: 'array',
  })
  const known = new Set(stored.rows.map(([hash]) => hash))
  const wanted = new Set(rows.map(({ hash }) => hash))
  const gone = [...known].filter((hash) => !wanted.has(hash))
  const added = rows.filter(({ hash }) => !known.has(hash))
  if (gone.length > 0)
    await client.query(
      'DELETE FROM raw.imported_leave_information WHERE window_from = $1 AND hash = ANY ($2::uuid[])',
      [from, gone],
    )
  for (let start = 0; start < added.length; start += ROWS_A_STATEMENT)
    await insert(client, from, added.slice(start, start + ROWS_A_STATEMENT))
  return gone.length + added.length > 0
}

const INSERT = `
  INSERT INTO raw.imported_leave_information (window_from, hash, allocations, unreadable, ${COLUMNS.join()})
  SELECT $1, hash, allocations, unreadable, ${COLUMNS.join()}
  FROM json_to_recordset($2::json)
    AS given (hash uuid, allocations json, unreadable text[], ${COLUMNS.map((column) => `${column} text`).join()})`

async function insert(client: PoolClient, from: string, rows: readonly RawRow[]): Promise<void> {
  const given = rows.map(({ hash, allocations, unreadable, values }) => ({
    ...Object.fromEntries(COLUMNS.map((column, index) => [column, values[index]])),
    ...{ hash, allocations, unreadable },
  }))
  await client.query(INSERT, [from, JSON.stringify(given)])
}

/** Written only where something is different, as everything here. */
async function noteWindow(
  client: PoolClient,
  { from, to, etag, bodyHash, rowCount, whole }: FetchedWindow,
): Promise<void> {
  await client.query(
    `INSERT INTO leave.windows AS known (from_date, to_date, etag, body_hash, row_count, whole)
     SELECT new.* FROM (VALUES ($1::date, $2::date, $3::text, $4::text, $5::int, $6::boolean))
       AS new (from_date, to_date, etag, body_hash, row_count, whole)
     WHERE NOT EXISTS (SELECT FROM leave.windows same WHERE same IS NOT DISTINCT FROM new)
     ON CONFLICT (from_date) DO UPDATE SET (to_date, etag, body_hash, row_count, whole)
       = (excluded.to_date, excluded.etag, excluded.body_hash, excluded.row_count, excluded.whole)`,
    [from, to, etag, bodyHash, rowCount, whole],
  )
}
