import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { LEAVE_DATA, leaveStatusQuery } from '../api/leave.ts'

/**
 * The HR system's data changes while somebody reads in it. What they read stays as it is until they ask for the new one: rows would
 * move under their eyes.
 */
export function useEdition(changedAt: string | null | undefined) {
  const client = useQueryClient()
  const [seen, setSeen] = useState<string>()
  if (changedAt && seen === undefined) setSeen(changedAt)
  const readAgain = async () => {
    const status = client.getQueryData(leaveStatusQuery.queryKey)
    if (status?.changedAt) setSeen(status.changedAt)
    await client.invalidateQueries({ queryKey: LEAVE_DATA })
  }
  return { changedAt: changedAt && seen !== undefined && changedAt !== seen ? changedAt : undefined, readAgain }
}
