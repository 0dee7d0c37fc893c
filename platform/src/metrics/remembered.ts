/** Prometheus gives up after ten seconds, and would then miss everything else as well. */
const READ_WITHIN_MS = 3_000

/** Reads at most so often: whoever asks in between gets the same answer, or the same failure. Nobody waits for long. */
export function remembered<T>(ms: number, read: () => Promise<T>, withinMs = READ_WITHIN_MS): () => Promise<T> {
  let readAt = Number.NEGATIVE_INFINITY
  let answer: Promise<T> | undefined
  return () => {
    if (!answer || performance.now() - readAt > ms) {
      readAt = performance.now()
      answer = within(withinMs, read())
    }
    return answer
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('not read in time')), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
