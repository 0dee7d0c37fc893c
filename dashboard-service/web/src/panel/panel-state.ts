/** What of a query of TanStack a panel looks at: one or several together are one state. */
export interface Asked {
  readonly data: unknown
  readonly error: Error | null
  readonly isFetching: boolean
  readonly dataUpdatedAt: number
  refetch(): unknown
}

export type PanelState =
  | { readonly kind: 'loading' | 'ready' | 'refreshing' | 'partial' }
  | { readonly kind: 'error'; readonly error: Error }
  | { readonly kind: 'stale'; readonly since: number }

/**
 * Loading until there is something to show; what there is stays while it is read again. A failed reading makes what is there stale,
 * and if some of the queries have answered and others failed, it is partial. Pure: the same for every panel.
 */
export function panelState(queries: readonly Asked[]): PanelState {
  const failed = queries.filter(({ error }) => error !== null)
  const answered = queries.filter(({ data }) => data !== undefined)
  const [first] = failed
  if (answered.length === 0) return first?.error ? { kind: 'error', error: first.error } : { kind: 'loading' }
  if (failed.some(({ data }) => data === undefined)) return { kind: 'partial' }
  if (failed.length > 0) return { kind: 'stale', since: Math.min(...failed.map((each) => each.dataUpdatedAt)) }
  if (answered.length < queries.length) return { kind: 'loading' }
  return { kind: queries.some(({ isFetching }) => isFetching) ? 'refreshing' : 'ready' }
}
