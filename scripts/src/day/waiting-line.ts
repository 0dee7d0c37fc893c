/** First come, first served. Whoever brings more than fits waits until there is room; whoever finds nothing waits for more. */
export class WaitingLine<T> {
  readonly #most: number
  #things: T[] = []
  #taken = 0
  #closed = false
  #forMore: (() => void)[] = []
  #forRoom: (() => void)[] = []

  constructor(most: number) {
    this.#most = most
  }

  async bring(things: readonly T[]): Promise<void> {
    for (const thing of things) this.#things.push(thing)
    wake(this.#forMore)
    while (this.#things.length - this.#taken > this.#most)
      await new Promise<void>((resolve) => this.#forRoom.push(resolve))
  }

  /** Undefined when nothing will come any more. */
  async take(): Promise<T | undefined> {
    while (this.#taken === this.#things.length) {
      if (this.#closed) return undefined
      await new Promise<void>((resolve) => this.#forMore.push(resolve))
    }
    const thing = this.#things[this.#taken++]
    if (this.#taken > this.#most) {
      this.#things = this.#things.slice(this.#taken)
      this.#taken = 0
    }
    if (this.#things.length - this.#taken <= this.#most) wake(this.#forRoom)
    return thing
  }

  close(): void {
    this.#closed = true
    wake(this.#forMore)
  }
}

function wake(waiting: (() => void)[]): void {
  for (const go of waiting.splice(0)) go()
}
