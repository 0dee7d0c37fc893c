import { useQuery } from '@tanstack/react-query'
import { schoolsQuery } from '../api/queries.ts'
import { mayOf, useMe } from '../session/use-me.ts'

const ELSEWHERE = 'UTC'

export interface KnownSchools {
  /** Of a school that one does not see, or that is gone: its number. */
  nameOf(id: number): string
  /** Of a school; without one that of all of them, or UTC where they have several. */
  zoneOf(id?: number | null): string
}

/** Names and zones of the schools that the caller sees, for lists that tell of several. */
export function useSchools(): KnownSchools {
  const { data = [] } = useQuery({ ...schoolsQuery, enabled: mayOf(useMe(), 'attendance.read') })
  const known = new Map(data.map((school) => [school.id, school]))
  const zones = new Set(data.map(({ timeZone }) => timeZone))
  const [only = ELSEWHERE] = zones
  const common = zones.size === 1 ? only : ELSEWHERE
  return {
    nameOf: (id) => known.get(id)?.name ?? `#${id}`,
    zoneOf: (id) => (id ? (known.get(id)?.timeZone ?? ELSEWHERE) : common),
  }
}
