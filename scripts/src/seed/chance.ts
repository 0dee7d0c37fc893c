/**
 * Numbers that look random and depend on nothing but what they are about, such as (seed, person, date): whichever part of a
 * district is made, in whatever order and however often, it is the same.
 */
export class Chance {
  #state: number

  constructor(...about: readonly number[]) {
    let state = 0x9e3779b9
    for (const each of about) state = mix(state ^ each) + 0x6d2b79f5
    this.#state = state | 0
  }

  /** From 0 up to, and not including, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }

  happens(probability: number): boolean {
    return this.next() < probability
  }

  between(from: number, to: number): number {
    return from + (to - from) * this.next()
  }

  /** Both included. */
  integer(from: number, to: number): number {
    return from + Math.floor((to - from + 1) * this.next())
  }

  /** Mostly near the middle, and never farther from it than 3 times the spread. */
  around(middle: number, spread: number): number {
    return middle + spread * 2 * (this.next() + this.next() + this.next() - 1.5)
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[Math.floor(list.length * this.next())]
    if (picked === undefined) throw new Error('there is nothing to pick from')
    return picked
  }
}

/** Murmur's finalizer: each bit of what goes in changes half of what comes out. */
function mix(number: number): number {
  let n = number | 0
  n = Math.imul(n ^ (n >>> 16), 0x85ebca6b)
  n = Math.imul(n ^ (n >>> 13), 0xc2b2ae35)
  return n ^ (n >>> 16)
}
