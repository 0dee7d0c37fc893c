/** Reads at most so often: whoever asks in between gets the same answer, or the same failure. */
export function remembered<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let readAt = Number.NEGATIVE_INFINITY
  let answer: Promise<T> | undefined
  return () => {
    if (!answer || performance.now() - readAt > ms) {
      readAt = performance.now()
      answer = read()
    }
    return answer
  }
}
