import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'

/** A change at the server; all that begins with one of these keys is read again afterwards. */
export function useChange<Result, Wanted = void>(
  reads: readonly (readonly unknown[])[],
  send: (wanted: Wanted) => Promise<Result>,
  done?: (result: Result) => void,
): UseMutationResult<Result, Error, Wanted> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess(result) {
      for (const queryKey of reads) void client.invalidateQueries({ queryKey })
      done?.(result)
    },
  })
}
