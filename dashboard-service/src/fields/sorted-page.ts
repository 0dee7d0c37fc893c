import { problems, readCursor, writeCursor } from '@rollcall/platform'
import { z } from 'zod'

/** What a list can be sorted by: SQL that gives a text, or null for the id itself. */
export type SortKeys = Readonly<Record<string, string | null>>

export interface Position {
  readonly value: string
  readonly id: number
}

/** `?sort=name`, `?sort=-name`. */
export const sortQuery = (keys: SortKeys, first: string) =>
  z
    .enum(
      Object.keys(keys).flatMap((key) => [key, `-${key}`]),
      `one of ${Object.keys(keys).join(', ')}, with - before it from the end`,
    )
    .default(first)

const place = z.tuple([z.string(), z.string().max(1_000), z.int()])

/** A place in a sorted list: rows that come or go elsewhere move nobody from one page to another. */
export class SortedPage {
  readonly sort: string
  /** Of each row, as text: the next page begins after it. */
  readonly sortedBy: string
  readonly #by: string | null
  readonly direction: 'ASC' | 'DESC'
  readonly after: Position | null
  readonly limit: number

  constructor(keys: SortKeys, query: { sort: string; limit: number; cursor?: string | undefined }) {
    this.sort = query.sort
    this.direction = query.sort.startsWith('-') ? 'DESC' : 'ASC'
    const by = keys[query.sort.replace(/^-/, '')]
    if (by === undefined) throw new Error(`no such sort: ${query.sort}`)
    this.#by = by
    this.sortedBy = by ?? "''"
    this.limit = query.limit
    const cursor = query.cursor === undefined ? undefined : readCursor(query.cursor, place)
    if (query.cursor !== undefined && cursor?.[0] !== query.sort)
      throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave for this sort' }])
    if (cursor?.[1].includes('\0') || (cursor && Math.abs(cursor[2]) > 2_147_483_647))
      throw problems.invalid([{ field: 'cursor', message: 'not a cursor that we gave' }])
    this.after = cursor ? { value: cursor[1], id: cursor[2] } : null
  }

  /** `$value` and `$id`: the names of two parameters, text and integer. */
  where(id: string, $value: string, $id: string): string {
    const beyond = this.direction === 'ASC' ? '>' : '<'
    // The value is named in any case: a parameter that nothing uses has no type.
    const after =
      this.#by === null
        ? `${$value}::text IS NOT NULL AND ${id} ${beyond} ${$id}`
        : `(${this.#by}, ${id}) ${beyond} (${$value}::text, ${$id})`
    return `(${$id}::int IS NULL OR (${after}))`
  }

  order(id: string): string {
    return `ORDER BY ${this.#by === null ? '' : `${this.#by} ${this.direction}, `}${id} ${this.direction}`
  }

  next(rows: readonly { id: number; sortedBy: string }[]): string | null {
    const last = rows.at(-1)
    return last && rows.length === this.limit ? writeCursor([this.sort, last.sortedBy, last.id]) : null
  }
}
