import { useState } from 'react'
import { fieldsThatDiffer, onTopOf } from './draft.ts'

export interface Drafted<T, D> {
  /** The version that is being changed. */
  readonly base: T
  readonly draft: D
  /** Only what is another now than in the base. */
  readonly changed: Partial<D>
  readonly isChanged: boolean
  /** Fields that somebody else has changed meanwhile. */
  readonly theirs: readonly (keyof D)[]
  set<Field extends keyof D>(field: Field, value: D[Field]): void
  /** Somebody else was faster: goes on from what is there now. */
  goOnFrom(now: T): void
  startOver(at: T): void
}

/** Fields of something with a version, as somebody types them. While nothing is typed it follows what is read anew. */
export function useDraft<T extends { readonly version: number }, D extends object>(
  latest: T,
  draftOf: (of: T) => D,
): Drafted<T, D> {
  const [state, setState] = useState<{ base: T; draft: D; theirs: readonly (keyof D)[] }>(() => fresh(latest))
  function fresh(at: T) {
    return { base: at, draft: draftOf(at), theirs: [] }
  }
  const fields = fieldsThatDiffer(state.draft, draftOf(state.base))
  if (fields.length === 0 && state.theirs.length === 0 && latest.version > state.base.version) setState(fresh(latest))
  return {
    ...state,
    changed: Object.fromEntries(fields.map((field) => [field, state.draft[field]])) as Partial<D>,
    isChanged: fields.length > 0,
    set: (field, value) => setState((before) => ({ ...before, draft: { ...before.draft, [field]: value } })),
    goOnFrom: (now) =>
      setState(({ base, draft }) => ({
        base: now,
        draft: onTopOf(draft, draftOf(base), draftOf(now)),
        theirs: fieldsThatDiffer(draftOf(base), draftOf(now)),
      })),
    startOver: (at) => setState(fresh(at)),
  }
}
