import { isProblem } from '../api/problem.ts'
import { useChange } from './use-change.ts'
import type { Drafted } from './use-draft.ts'

export interface SavingOptions<T, D> {
  readonly reads: readonly (readonly unknown[])[]
  readonly draft: Drafted<T, D>
  readonly send: (ifMatch: string) => Promise<T>
  /** As it is now, after somebody else was faster. */
  readonly read: () => Promise<T>
  readonly done?: (saved: T) => void
}

/** Saves the version that was read and no other. Whoever comes second is shown what is there now, and may save on top of it. */
export function useSaving<T extends { readonly version: number }, D>(options: SavingOptions<T, D>) {
  const { reads, draft, send, read, done } = options
  const saving = useChange<T>(
    reads,
    async () => {
      try {
        return await send(`"${draft.base.version}"`)
      } catch (error) {
        if (isProblem(error, 412)) draft.goOnFrom(await read())
        throw error
      }
    },
    done,
  )
  // Told in words of its own: ChangedMeanwhile.
  const overtaken = isProblem(saving.error, 412)
  return {
    isPending: saving.isPending,
    error: overtaken ? null : saving.error,
    overtaken,
    isDone: saving.isSuccess,
    save: () => saving.mutate(),
    /** As if nothing had been sent. */
    reset: saving.reset,
  }
}
