import { MOST_RECORDS } from './day-plan.ts'

/** Which of the planned records were answered with success: a byte a person. */
export class Acknowledged {
  readonly #bits: Uint8Array
  count = 0

  constructor(people: number) {
    this.#bits = new Uint8Array(people + 1)
  }

  add(userId: number, index: number): void {
    if (index >= MOST_RECORDS) throw new Error('more records of a person than there are bits')
    const before = this.#bits[userId] as number
    const after = before | (1 << index)
    if (after === before) return
    this.#bits[userId] = after
    this.count += 1
  }

  has(userId: number, index: number): boolean {
    return ((this.#bits[userId] as number) & (1 << index)) !== 0
  }
}
