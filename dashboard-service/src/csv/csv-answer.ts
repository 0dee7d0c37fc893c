import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import type { Request, Response } from 'express'
import { z } from 'zod'

export type CsvRow = readonly (string | number | boolean | null)[]

/** Of every call that can also answer a table. */
export const formatQuery = {
  format: z.enum(['json', 'csv'], 'json or csv').optional().describe('csv: a table of all of it'),
}

/** `?format=csv`, or an Accept header that would rather have a table. */
export const wantsCsv = (req: Request, format: 'json' | 'csv' | undefined): boolean =>
  format === undefined ? req.accepts(['json', 'csv']) === 'csv' : format === 'csv'

/**
 * Row by row, as the client takes it. What a spreadsheet would take for a formula gets an apostrophe in front: a name may be
 * anything that somebody typed.
 */
export async function answerCsv(
  res: Response,
  name: string,
  columns: readonly string[],
  rows: AsyncIterable<CsvRow> | Iterable<CsvRow>,
): Promise<undefined> {
  res.setHeader('content-type', 'text/csv; charset=utf-8')
  res.setHeader('content-disposition', `attachment; filename="${name}.csv"`)
  const table = stringify({
    header: true,
    columns: [...columns],
    escape_formulas: true,
    cast: { boolean: String },
  })
  try {
    await pipeline(Readable.from(rows), table, res)
  } catch (error) {
    // Who stops reading half-way has what they wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
  return undefined
}
