import type { Token } from '@rollcall/platform'

interface Bucket {
  left: number
  at: number
}

/** Each key may send so many requests a second, and a second's worth at once. Counted in this process. */
export class RateLimit {
  readonly #buckets = new Map<number, Bucket>()

  /** False when the key has used up its second. */
  take(token: Token, now: number): boolean {
    const limit = token.limitPerSecond
    if (limit === null) return true
    let bucket = this.#buckets.get(token.id)
    if (!bucket) {
      bucket = { left: limit, at: now }
      this.#buckets.set(token.id, bucket)
    }
    bucket.left = Math.min(limit, bucket.left + ((now - bucket.at) / 1_000) * limit)
    bucket.at = now
    if (bucket.left < 1) return false
    bucket.left -= 1
    return true
  }
}
