import { type Logger, remembered } from '@rollcall/platform'

/** One thing that is read of the pipeline. What can't be read is null, and says why; it never fails the rest. */
export interface Part<T> {
  /** Of when it speaks; of what could not be read, when that was tried. */
  readonly asOf: Date
  readonly value: T | null
  readonly reason: string | null
}
export interface Seen<T> {
  readonly asOf: Date
  readonly value: T
}

/** Why nothing can be said, for people to read. */
export class NotSeen extends Error {}

/** Several look at a time, every few seconds: one reading a second is enough for all of them. */
const READ_EVERY_MS = 1_000

/** `otherwise`: what is said where the error itself is not for people. */
export function part<T>(otherwise: string, log: Logger, read: () => Promise<Seen<T>>): () => Promise<Part<T>> {
  const seen = remembered(READ_EVERY_MS, read)
  return () =>
    seen().then(
      ({ asOf, value }) => ({ asOf, value, reason: null }),
      (error) => {
        log.debug({ err: error }, otherwise)
        return { asOf: new Date(), value: null, reason: error instanceof NotSeen ? error.message : otherwise }
      },
    )
}
