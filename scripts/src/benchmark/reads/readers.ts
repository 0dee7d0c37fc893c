import { rounded } from '../figures.ts'

export interface ReadersOrder {
  readonly url: string
  readonly key: string
  /** What they ask, in turn, each beginning elsewhere. */
  readonly paths: readonly string[]
  readonly readers: number
  readonly seconds: number
}

export interface ReadersResult {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly perSecond: number
}

export const inShort = ({ p50, p95, p99, perSecond }: ReadersResult): ReadersResult => ({
  p50: rounded(p50, 2),
  p95: rounded(p95, 2),
  p99: rounded(p99, 2),
  perSecond: rounded(perSecond, 0),
})
