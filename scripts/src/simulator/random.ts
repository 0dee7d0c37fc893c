/** The same numbers for the same seed, on every machine: what a simulator has done can be done again. */
export class Random {
  #state: number

  /** `parts` name one thing among many: person 17, device 3. */
  constructor(seed: number, ...parts: readonly number[]) {
    let state = seed | 0
    for (const part of parts) state = mix(state ^ Math.imul(part + 1, 0x9e3779b1))
    this.#state = state
  }

  /** From 0 up to, not including, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(this.next() * choices.length)]
    if (choice === undefined) throw new Error('nothing to choose from')
    return choice
  }

  /** In place. */
  shuffle<T>(things: T[]): T[] {
    for (let last = things.length - 1; last > 0; last--) {
      const other = Math.floor(this.next() * (last + 1))
      const thing = things[last] as T
      things[last] = things[other] as T
      things[other] = thing
    }
    return things
  }
}

function mix(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
