const FIRST_STEP_MS = 1_000
const WIDER = 4
const TOPIC_KEEPS_MS = 30 * 24 * 3_600_000
/** So exactly an age is wanted, as a part of itself. */
const PRECISION = 0.01

/** Of each partition: the offset of its first record of this time or later, or its end where there is none. */
export type OffsetsAt = (time: number) => Promise<ReadonlyMap<number, number>>

/**
 * When the oldest record that waits was written. Kafka does not tell a record's time without handing it out, but it finds
 * the first record of a time: so times are tried, each step further back, then the last step ever finer.
 *
 * @param next the offset of the first record that waits, for every partition in which one does
 */
export async function oldestWaiting(next: ReadonlyMap<number, number>, at: OffsetsAt, now: number): Promise<number> {
  const isOlderThan = async (age: number) => {
    const first = await at(Math.floor(now - age))
    return [...next].some(([partition, offset]) => (first.get(partition) ?? offset) > offset)
  }
  let older = 0
  let younger = FIRST_STEP_MS
  while (younger < TOPIC_KEEPS_MS && (await isOlderThan(younger))) {
    older = younger
    younger *= WIDER
  }
  while (younger - older > Math.max(FIRST_STEP_MS, younger * PRECISION)) {
    const middle = (older + younger) / 2
    if (await isOlderThan(middle)) older = middle
    else younger = middle
  }
  return now - older
}
