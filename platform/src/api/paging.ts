import { z } from 'zod'

/** Of every list: `?limit=&cursor=`, answered as `{data, next}`. */
export const pageQuery = {
  limit: z.coerce.number('a number from 1 to 1000').int().min(1).max(1_000).default(100),
  cursor: z.string().max(1_000).optional().describe('The `next` of the page before'),
}

/** Where the next page begins: opaque to the caller, a few values to us. */
export const writeCursor = (values: readonly (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** undefined where it is none that we gave: the schema says which values belong in it. */
export function readCursor<Schema extends z.ZodType>(text: string, values: Schema): z.output<Schema> | undefined {
  try {
    return values.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data
  } catch {
    return undefined
  }
}

/** A list's shape in the document. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), next: z.string().nullable() })
export const dataOf = <Item extends z.ZodType>(item: Item) => z.object({ data: item })
