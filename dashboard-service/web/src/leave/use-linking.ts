import { useMutation, useQueryClient } from '@tanstack/react-query'
import { LEAVE_DATA, leaveStatusQuery } from '../api/leave.ts'

/** Says who an employee is; every number that hangs on it is read again. */
export function useLinking(send: () => Promise<unknown>, onDone: () => void) {
  const client = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: send,
    async onSuccess() {
      onDone()
      await Promise.all([
        client.invalidateQueries({ queryKey: LEAVE_DATA }),
        client.invalidateQueries({ queryKey: leaveStatusQuery.queryKey }),
      ])
    },
  })
  return { mutate: () => mutate(), isPending, error }
}
