import { setTimeout as sleep } from 'node:timers/promises'

const ASK_EVERY_MS = 25
type Falsy = false | null | undefined | 0 | ''

/** Asks until the answer is truthy, and returns it. A test that waits longer than this fails with what it waited for. */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T> | T,
  withinMs = 60_000,
): Promise<Exclude<T, Falsy>> {
  let last: unknown
  for (const start = performance.now(); performance.now() - start < withinMs; await sleep(ASK_EVERY_MS)) {
    try {
      const answer = await ask()
      if (answer) return answer as Exclude<T, Falsy>
      last = answer
    } catch (error) {
      last = error
    }
  }
  throw new Error(`waited in vain for: ${what} (last: ${last instanceof Error ? last.message : JSON.stringify(last)})`)
}
