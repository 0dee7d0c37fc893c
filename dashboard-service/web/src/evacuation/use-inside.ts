import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { insideQuery, schoolOnQuery } from '../api/queries.ts'
import { type KeptList, keepList, keptList } from './kept-list.ts'

export interface Inside {
  readonly list: KeptList | undefined
  /** The server does not answer: the list is what it was when it last did. */
  readonly away: boolean
  readonly error: Error | null
  readonly loading: boolean
  retry(): void
}

/** Who is inside, as new as it can be had: asked every 10 seconds besides live updates, and kept for when nobody answers. */
export function useInside(schoolId: number): Inside {
  const people = useQuery({ ...insideQuery(schoolId), refetchInterval: 10_000, refetchIntervalInBackground: true })
  const school = useQuery(schoolOnQuery(schoolId, undefined))
  const fresh = useMemo<KeptList | undefined>(() => {
    if (!people.data || !school.data) return undefined
    const { id, name, timeZone } = school.data
    return { school: { id, name, timeZone }, people: people.data, readAt: people.dataUpdatedAt }
  }, [people.data, people.dataUpdatedAt, school.data])
  useEffect(() => {
    if (fresh) keepList(fresh)
  }, [fresh])

  const error = people.error ?? (fresh ? null : school.error)
  return {
    list: fresh ?? keptList(schoolId),
    // The first failed attempt is told, not the last of three: here every second counts.
    away: error !== null || people.failureCount > 0,
    error,
    loading: !fresh && error === null && people.failureCount === 0,
    retry: () => {
      void people.refetch()
      void school.refetch()
    },
  }
}
