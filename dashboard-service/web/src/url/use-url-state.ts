import { isLocalDate } from '@rollcall/domain'
import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/** Reads a value from the address; undefined where it says nothing, or nonsense. */
export type Reader<T> = (text: string) => T | undefined

export const text: Reader<string> = (value) => value || undefined
export const whole: Reader<number> = (value) => (/^\d{1,10}$/.test(value) ? Number(value) : undefined)
export const flag: Reader<true> = (value) => (value === '1' ? true : undefined)
export const oneOf =
  <const T extends string>(...values: readonly T[]): Reader<T> =>
  (value) =>
    values.find((each) => each === value)
export const month: Reader<string> = (value) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(value) ? value : undefined)
export const localDate: Reader<string> = (value) => (isLocalDate(value) ? value : undefined)

type Readers = Record<string, Reader<string | number | true>>
type Read<R extends Readers> = { [Name in keyof R]: Exclude<ReturnType<R[Name]>, undefined> | undefined }

/**
 * The state of a view lies in its address: a link opens the same for a colleague, and "back" goes back. What is typed letter by
 * letter replaces the entry of the history, what is chosen adds one.
 */
export function useUrlState<R extends Readers>(
  readers: R,
): [Read<R>, (change: Partial<Read<R>>, how?: { replace?: boolean }) => void] {
  const [search, setSearch] = useSearchParams()
  const state = Object.fromEntries(
    Object.entries(readers).map(([name, read]) => [name, read(search.get(name) ?? '')]),
  ) as Read<R>
  const change = useCallback(
    (values: Partial<Read<R>>, { replace = false } = {}) => {
      setSearch(
        (before) => {
          const next = new URLSearchParams(before)
          for (const [name, value] of Object.entries(values)) {
            if (value === undefined) next.delete(name)
            else next.set(name, value === true ? '1' : String(value))
          }
          return next
        },
        // At once: as a transition, a box just ticked would show itself unticked until it is done.
        { replace, preventScrollReset: true, flushSync: true },
      )
    },
    [setSearch],
  )
  return [state, change]
}
