import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ChangedMeanwhile, type FeverChange, type FeverLine, noteFever } from '../api/fevers.ts'
import { texts } from '../texts/texts.ts'

/** Notes steps of a line. Whatever came of it, the queue is read again before it is over. */
export function useNote(line: FeverLine) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: FeverChange) =>
      noteFever(line, change).catch((error: Error) => {
        throw error instanceof ChangedMeanwhile ? new Error(texts.fevers.meanwhile) : error
      }),
    onSettled: () => client.invalidateQueries({ predicate: ({ queryKey }) => queryKey.includes('fever-queue') }),
  })
}

export type Note = ReturnType<typeof useNote>
