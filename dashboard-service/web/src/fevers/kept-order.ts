/** In which order one sees them: that of the moment when one came, with what came since at the end. */
export interface KeptOrder {
  readonly keys: readonly string[]
  /** What came while one looked. */
  readonly added: ReadonlySet<string>
  readonly pages: number
}

export const newOrder = (keys: readonly string[], pages: number): KeptOrder => ({ keys, added: new Set(), pages })

/** Nothing that is shown moves; a further page is not news. The same object where nothing has come. */
export function withAdded(order: KeptOrder, wanted: readonly string[], pages: number): KeptOrder {
  const known = new Set(order.keys)
  const more = wanted.filter((key) => !known.has(key))
  if (more.length === 0 && pages === order.pages) return order
  const isNews = pages === order.pages && order.keys.length > 0
  return { keys: [...order.keys, ...more], added: isNews ? new Set([...order.added, ...more]) : order.added, pages }
}
