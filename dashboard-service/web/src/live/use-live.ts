import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { openEventStream, type StreamState } from './event-stream.ts'

const POLL_MS = 15_000
const LEAST_REST_MS = 200

/** As long as the reading took: in a storm of events, and with a slow server, one screen asks half of the time at most. */
const rest = (tookMs: number) => new Promise<void>((done) => setTimeout(done, Math.max(LEAST_REST_MS, tookMs)))

/**
 * Keeps what is shown of a school ('district': of all) up to date. An event says that something has changed; what it is, is read by
 * the same calls that the screen began with, so that there is one way for a number to get there. Where the stream is refused, or
 * silent, it is read again every 15 seconds.
 */
export function useLive(what: { school: number } | 'district'): StreamState {
  const client = useQueryClient()
  const [state, setState] = useState<StreamState>('connecting')
  const school = what === 'district' ? undefined : what.school

  useEffect(() => {
    const key = school === undefined ? ['district'] : ['school', school]
    const url = school === undefined ? '/api/live/district' : `/api/live/schools/${school}`
    let wanted = false
    let reading = false
    const refresh = async () => {
      wanted = true
      if (reading) return
      reading = true
      while (wanted) {
        wanted = false
        const began = performance.now()
        await client.invalidateQueries({ queryKey: key })
        await rest(performance.now() - began)
      }
      reading = false
    }
    const stop = openEventStream({ url, onEvent: () => void refresh(), onState: setState })
    return stop
  }, [client, school])

  useEffect(() => {
    if (state !== 'off' && state !== 'stale') return
    const key = school === undefined ? ['district'] : ['school', school]
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: key }), POLL_MS)
    return () => clearInterval(timer)
  }, [client, school, state])

  return state
}
