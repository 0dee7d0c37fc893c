import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PoolClient } from '@rollcall/platform'
import { from } from 'pg-copy-streams'

export type Row = readonly (string | number | null)[]

const ROWS_A_PIECE = 500

/** Streams rows into a table; however many there are, few of them are in memory at a time. */
export async function copyRows(
  client: PoolClient,
  table: string,
  columns: readonly string[],
  rows: Iterable<Row>,
): Promise<void> {
  const copy = client.query(from(`COPY ${table} (${columns.join()}) FROM STDIN`))
  await pipeline(Readable.from(pieces(rows), { objectMode: true }), copy)
}

function* pieces(rows: Iterable<Row>): Generator<string> {
  let piece = ''
  let count = 0
  for (const row of rows) {
    piece += `${row.map(field).join('\t')}\n`
    if (++count % ROWS_A_PIECE === 0) {
      yield piece
      piece = ''
    }
  }
  if (piece) yield piece
}

const SPECIAL = /[\\\t\n\r]/g
const HAS_SPECIAL = /[\\\t\n\r]/
const ESCAPED: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** COPY's text format. */
function field(value: string | number | null): string {
  if (value === null) return '\\N'
  if (typeof value === 'number') return String(value)
  return HAS_SPECIAL.test(value) ? value.replace(SPECIAL, (special) => ESCAPED[special] ?? special) : value
}
