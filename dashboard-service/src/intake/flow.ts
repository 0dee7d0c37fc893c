const OVER_MS = 60_000

/** What was added to a total, and in which time: as it was seen, not as it was meant to be. */
export interface Added {
  readonly seconds: number
  readonly records: number
  readonly perSecond: number
}

/** How fast totals grow: over the last minute, or for as long as one has looked. */
export class Flow<Name extends string> {
  #looks: { at: number; totals: Readonly<Partial<Record<Name, number>>> }[] = []

  add(at: number, totals: Readonly<Partial<Record<Name, number>>>): void {
    this.#looks.push({ at, totals })
    // The first one is a minute old, or the oldest there is.
    while ((this.#looks[1]?.at ?? at) <= at - OVER_MS) this.#looks.shift()
  }

  get lookedAt(): number | undefined {
    return this.#looks.at(-1)?.at
  }

  /** Of these totals together; undefined before the second look. One that has gone is in nobody's way, a new one began at 0. */
  added(...names: readonly Name[]): Added | undefined {
    const [first] = this.#looks
    const last = this.#looks.at(-1)
    if (!first || !last || last.at === first.at) return undefined
    const seconds = (last.at - first.at) / 1_000
    const of = names.length > 0 ? names : (Object.keys(last.totals) as Name[])
    const records = of.reduce((sum, name) => sum + Math.max(0, (last.totals[name] ?? 0) - (first.totals[name] ?? 0)), 0)
    return { seconds, records, perSecond: Math.round((100 * records) / seconds) / 100 }
  }
}
