import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query'
import { call, type Query } from './call.ts'
import type { Page } from './shapes.ts'

export type Pages<Row> = InfiniteData<Page<Row>>

/** A list of the API, a page at a time. What it is filtered by is part of its key. */
export const pagedQuery = <Row>(key: readonly unknown[], path: string, query: Query = {}, limit = 100) =>
  infiniteQueryOptions({
    queryKey: [...key, path, query],
    queryFn: ({ pageParam, signal }) =>
      call<Page<Row>>(path, { query: { ...query, limit, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })

export const rowsOf = <Row>(pages: Pages<Row> | undefined): readonly Row[] =>
  pages?.pages.flatMap(({ data }) => data) ?? []
