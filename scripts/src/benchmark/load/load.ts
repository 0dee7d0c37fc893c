import type { Arrivals } from '../arrivals.ts'

/** What is sent where. As fast as the answers come, over so many connections; or so many a second, whatever comes back. */
export interface LoadOrder {
  readonly url: string
  readonly headers: Record<string, string>
  readonly arrivals: Arrivals
  /** So many records a request, as an array. */
  readonly batch?: number | undefined
  readonly pace: { readonly connections: number } | { readonly requestsPerSecond: number }
}

export interface LoadResult {
  /** From the first request to the last answer. */
  readonly seconds: number
  readonly requests: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** The records, by their number, that no answer has called recorded. */
  readonly refused: readonly number[]
}

export const isRecorded = (status: number): boolean => status >= 200 && status < 300

/** Which of so many records were acknowledged. */
export class Acknowledged {
  readonly #are: Uint8Array

  constructor(count: number) {
    this.#are = new Uint8Array(count)
  }

  add(index: number): void {
    this.#are[index] = 1
  }

  missing(): number[] {
    return [...this.#are.keys()].filter((index) => this.#are[index] === 0)
  }
}

/** After the clock has stopped: each record of a batch has a status of its own. */
export function readBatches(answers: readonly (string | undefined)[], batch: number, acknowledged: Acknowledged): void {
  for (const [number, text] of answers.entries()) {
    const results: unknown = text === undefined ? [] : JSON.parse(text)
    if (!Array.isArray(results)) continue // a problem: nothing of this batch was recorded
    for (const [index, { status }] of results.entries())
      if (isRecorded(status)) acknowledged.add(number * batch + index)
  }
}
