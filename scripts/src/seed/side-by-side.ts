/** Works through what comes, so many at a time. The first failure ends it, once what is under way has ended. */
export async function sideBySide<T>(atOnce: number, all: Iterable<T>, work: (each: T) => Promise<void>): Promise<void> {
  const rest = all[Symbol.iterator]()
  let failed = false
  const outcomes = await Promise.allSettled(
    Array.from({ length: atOnce }, async () => {
      for (let next = rest.next(); !failed && !next.done; next = rest.next()) {
        try {
          await work(next.value)
        } catch (error) {
          failed = true
          throw error
        }
      }
    }),
  )
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}
