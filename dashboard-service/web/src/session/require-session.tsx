import { Center, Loader, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { Navigate, useLocation, useNavigate } from 'react-router'
import { SESSION_OVER } from '../api/call.ts'
import { isProblem } from '../api/problem.ts'
import { Failure } from '../panel/failure.tsx'
import { texts } from '../texts/texts.ts'
import { forgetEverything, keepMe, keptMe } from './kept-me.ts'
import { MeContext, useMeQuery } from './use-me.ts'

/** Sends whoever is not signed in to do so, and back to where they were. A server that is gone keeps nobody out of what is kept here. */
export function RequireSession({ children }: { children: ReactNode }) {
  const location = useLocation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const { data, error, failureReason, refetch } = useMeQuery()
  const here = location.pathname + location.search

  useEffect(() => {
    if (!data) return
    // Somebody else than before at the same browser must not find their lists.
    if (keptMe()?.id !== data.id) forgetEverything()
    keepMe(data)
  }, [data])

  useEffect(() => {
    const over = () => {
      // Whoever has not been signed in is just asked to.
      if (!data) return
      client.removeQueries()
      navigate('/sign-in', { replace: true, state: { back: here, over: true } })
    }
    window.addEventListener(SESSION_OVER, over)
    return () => window.removeEventListener(SESSION_OVER, over)
  }, [client, navigate, here, data])

  if (data) return <MeContext value={data}>{children}</MeContext>
  if (isProblem(error, 401)) return <Navigate to="/sign-in" replace state={{ back: here }} />
  // The first failed attempt is enough to show what is kept; who it is goes on being asked.
  const before = isProblem(failureReason) && failureReason.passes ? keptMe() : undefined
  if (before) return <MeContext value={before}>{children}</MeContext>
  if (error)
    return (
      <Stack p="lg">
        <Failure error={error} onRetry={() => void refetch()} />
      </Stack>
    )
  return (
    <Center mih="100vh">
      <Loader aria-label={texts.panel.loading} />
    </Center>
  )
}
