import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { problems } from '@rollcall/platform'
import { CsvError, parse } from 'csv-parse'
import { fromCell } from './cell.ts'

const MOST_BYTES = 50_000_000
const MOST_ROWS = 100_000
const LONGEST_ROW = 20_000
const DELIMITERS = [',', ';', '\t'] as const

export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** The file cannot be read beyond this line. */
export class UnreadableCsv extends Error {
  readonly line: number
  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

/** Rows as they come; the first is the header. With or without BOM, LF or CRLF, commas, semicolons or tabs. */
export async function* readCsv(body: Readable): AsyncGenerator<CsvRow> {
  const texts = decoded(body)
  const first = await firstLine(texts)
  const parser = parse({
    bom: true,
    info: true,
    delimiter: delimiterOf(first),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
    cast: fromCell,
  })
  // What breaks on the way breaks the parser, and so whoever reads from it.
  const feeding = pipeline(Readable.from(from(first, texts)), parser).catch(() => {})
  let rows = 0
  try {
    for await (const { record, info } of parser) {
      if (rows++ > MOST_ROWS) throw problems.tooLarge(`${MOST_ROWS} rows`)
      yield { line: info.lines, cells: record }
    }
  } catch (error) {
    if (error instanceof CsvError) throw new UnreadableCsv(Number(error.lines ?? 1), sayWhy(error))
    throw error
  } finally {
    parser.destroy()
    await feeding
  }
}

async function* from(first: string, texts: AsyncGenerator<string, undefined>): AsyncGenerator<string> {
  yield first
  yield* texts
}

async function* decoded(body: Readable): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let size = 0
  try {
    for await (const chunk of body) {
      size += chunk.length
      if (size > MOST_BYTES) throw problems.tooLarge(`${MOST_BYTES / 1_000_000} MB`)
      yield decoder.decode(chunk, { stream: true })
    }
    yield decoder.decode()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw problems.malformed('The file is not UTF-8: save it as “CSV UTF-8”')
    if (code === 'ECONNRESET') throw problems.malformed('The connection ended before the file did')
    throw error
  }
}

async function firstLine(texts: AsyncGenerator<string, undefined>): Promise<string> {
  let text = ''
  while (!/[\r\n]/.test(text) && text.length < LONGEST_ROW) {
    const { value, done } = await texts.next()
    if (done) break
    text += value
  }
  return text
}

/** The one that the header has most of. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split(/[\r\n]/, 1)
  const count = (delimiter: string) => header.split(delimiter).length
  return [...DELIMITERS].sort((a, b) => count(b) - count(a))[0] ?? ','
}

const sayWhy = ({ code }: CsvError): string =>
  code === 'CSV_MAX_RECORD_SIZE'
    ? `the row is longer than ${LONGEST_ROW} characters; perhaps a quote is not closed`
    : 'a quote is not where it should be'
