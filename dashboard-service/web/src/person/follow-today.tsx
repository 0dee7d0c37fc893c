import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { LiveBadge } from '../live/live-badge.tsx'
import { useLive } from '../live/use-live.ts'

/** Only the day is read again while the school's day goes on; the rest of the person, when the day is another one. */
export function FollowToday({ id, school, version }: { id: number; school: number; version: string | undefined }) {
  const live = useLive({ school })
  const client = useQueryClient()
  const seen = useRef(version)
  useEffect(() => {
    if (seen.current !== undefined && seen.current !== version)
      void client.invalidateQueries({ queryKey: ['person', id] })
    seen.current = version
  }, [client, id, version])
  return <LiveBadge state={live} />
}
