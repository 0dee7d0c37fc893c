import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Change, correct, dayQuery, type PersonsDay, type Preview, previewOf } from '../api/person.ts'
import { isProblem } from '../api/problem.ts'

/**
 * A correction in two steps: what it would change, then the change itself, each of the version of the day that is in sight. Who
 * comes second is told, sees the day as it stands now, and begins at the first step.
 */
export function useCorrection(first: PersonsDay, onSaved: () => void) {
  const client = useQueryClient()
  const [day, setDay] = useState(first)
  const [preview, setPreview] = useState<Preview>()
  const [overtaken, setOvertaken] = useState(false)

  const sending = useMutation({
    async mutationFn({ change, reason }: { change: Change; reason: string }) {
      setOvertaken(false)
      const { userId, localDate, version } = day
      const body = { ...change, userId, localDate, reason, expectedVersion: version }
      if (preview === undefined) return setPreview(await previewOf(body))
      await correct(body)
      // Whatever number rests on it is read again, on this screen and on the others.
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
      onSaved()
    },
    async onError(error) {
      setPreview(undefined)
      if (!isProblem(error, 409, 412)) return
      const now = await client.fetchQuery({ ...dayQuery(day.userId, day.localDate), staleTime: 0 })
      if (now === null || now.version === day.version) return
      setDay(now)
      setOvertaken(true)
      void client.invalidateQueries({ queryKey: ['person', day.userId] })
    },
  })
  const again = () => {
    setPreview(undefined)
    sending.reset()
  }
  return { day, preview, overtaken, sending, again }
}
