import { addDays, type LocalDate, utcMidnight } from '@rollcall/domain'
import { type HrClient, HrFailure, type HrPage } from '@rollcall/platform'
import { type RawRow, rawRow } from './raw-row.ts'

export interface Range {
  readonly from: LocalDate
  readonly to: LocalDate
}

/** A window of dates as the HR system last answered for it. */
export interface KnownWindow extends Range {
  readonly etag: string | null
  readonly bodyHash: string
  readonly rowCount: number
  /** False where the HR system has more rows of one date than it gives. */
  readonly whole: boolean
}

export interface FetchedWindow extends KnownWindow {
  /** null: as it was. */
  readonly rows: readonly RawRow[] | null
}

const DAY_MS = 86_400_000

/**
 * Asks for a range window by window, beginning with those of the last time. An answer of exactly `size` rows may lack some:
 * its window is halved, and asked for again.
 */
export async function fetchWindows(
  client: Pick<HrClient, 'page'>,
  range: Range,
  known: readonly KnownWindow[],
  size: number,
): Promise<FetchedWindow[]> {
  const fetched: FetchedWindow[] = []
  const waiting: (Range & Partial<KnownWindow>)[] = tile(range, known) ? [...known] : [range]
  for (let window = waiting.shift(); window; window = waiting.shift()) {
    const { from, to } = window
    const page = await ask(client, window, size)
    if (page !== 'too large' && isAsKnown(window, page)) fetched.push({ ...window, etag: page.etag, rows: null })
    else if (page === 'too large' || (page.records?.length === size && from < to)) waiting.unshift(...halves(window))
    else
      fetched.push({
        ...{ from, to, etag: page.etag, bodyHash: page.hash },
        rowCount: page.records?.length ?? 0,
        whole: page.records?.length !== size,
        rows: unique(page.records ?? []),
      })
  }
  return fetched
}

async function ask(client: Pick<HrClient, 'page'>, window: Range & Partial<KnownWindow>, size: number) {
  const { from, to, etag } = window
  try {
    return await client.page({ startDate: from, endDate: to, size }, etag)
  } catch (error) {
    if (error instanceof HrFailure && error.kind === 'too-large' && from < to) return 'too large' as const
    throw error
  }
}

const isAsKnown = (window: Range & Partial<KnownWindow>, page: HrPage): window is KnownWindow =>
  window.bodyHash !== undefined && (page.records === undefined || page.hash === window.bodyHash)

/** Whether these windows, in order, are the range: nothing missing, nothing twice. */
function tile(range: Range, known: readonly KnownWindow[]): boolean {
  let next = range.from
  for (const { from, to } of known) {
    if (from !== next) return false
    next = addDays(to, 1)
  }
  return known.length > 0 && next === addDays(range.to, 1)
}

function halves({ from, to }: Range): Range[] {
  const days = (utcMidnight(to) - utcMidnight(from)) / DAY_MS
  const middle = addDays(from, Math.floor(days / 2))
  return [
    { from, to: middle },
    { from: addDays(middle, 1), to },
  ]
}

/** The very same row twice is once. */
const unique = (records: readonly unknown[]): RawRow[] => [
  ...new Map(records.map(rawRow).map((row) => [row.hash, row])).values(),
]
