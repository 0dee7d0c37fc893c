import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { inTransaction, type Pool, type PoolClient } from '@rollcall/platform'
import { stringify } from 'csv-stringify'
import type { Response } from 'express'
import { toCell } from '../import/cell.ts'

const ROWS_AT_ONCE = 2_000
type Value = string | number | null

export interface CsvExport {
  /** Of the file, without its ending. */
  readonly name: string
  readonly columns: readonly string[]
  /** Its columns are those of the file, in their order. */
  readonly query: string
  readonly values: readonly unknown[]
}

/** Streams the rows of a query as they were at one moment; however many there are, few of them are in memory. */
export async function sendCsv(pool: Pool, res: Response, { name, columns, query, values }: CsvExport): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await client.query(`DECLARE export NO SCROLL CURSOR FOR ${query}`, [...values])
    const rows = rowsOf(client)
    // Before the header: what fails here can still be told.
    const first = await rows.next()
    res.setHeader('content-type', 'text/csv; charset=utf-8')
    res.setHeader('content-disposition', `attachment; filename="${name}.csv"`)
    res.setHeader('cache-control', 'no-store')
    const all = async function* () {
      yield columns
      if (!first.done) yield* first.value
      for await (const some of rows) yield* some
    }
    const csv = stringify({ bom: true, record_delimiter: '\r\n' })
    await pipeline(Readable.from(all()), csv, res).catch((error: NodeJS.ErrnoException) => {
      // Whoever asked has gone: nobody here has to act.
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    })
  })
}

async function* rowsOf(client: PoolClient): AsyncGenerator<string[][]> {
  for (;;) {
    const { rows } = await client.query<Value[]>({ text: `FETCH ${ROWS_AT_ONCE} FROM export`, rowMode: 'array' })
    if (rows.length === 0) return
    yield rows.map((row) => row.map((value) => (typeof value === 'string' ? toCell(value) : String(value ?? ''))))
  }
}
