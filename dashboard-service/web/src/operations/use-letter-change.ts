import { useMutation, useQueryClient } from '@tanstack/react-query'
import { changeLetter, LETTERS, type LetterChange, letterQuery, type WholeLetter } from '../api/operations.ts'

/** Changes a letter as it is seen here; the answer is what is seen from then on. */
export function useLetterChange(letter: WholeLetter) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: LetterChange) => changeLetter(letter, change),
    onSuccess(changed) {
      client.setQueryData(letterQuery(letter.id).queryKey, changed)
      void client.invalidateQueries({ queryKey: [...LETTERS, 'groups'] })
    },
  })
}
export type LetterChanging = ReturnType<typeof useLetterChange>
