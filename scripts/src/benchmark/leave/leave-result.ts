import { whole } from '../figures.ts'
import type { ReadersResult } from '../reads/readers.ts'

/** Milliseconds for an answer, and how many a second. */
export interface LeaveResult {
  readonly records: number
  readonly clients: number
  /** A hundred records as the HR system gives them. */
  readonly leaveInfo: ReadersResult
  readonly trends: ReadersResult
  readonly syncSeconds: {
    readonly first: number
    readonly unchanged: number
    /** With one record in a hundred different. */
    readonly changed: number
  }
  readonly changedRecords: number
}

export function leaveFacts({ records, clients, leaveInfo, trends, ...rest }: LeaveResult): [string, string][] {
  const { syncSeconds: sync, changedRecords } = rest
  const speed = ({ p50, p99, perSecond }: ReadersResult) => `p50 ${p50} ms, p99 ${p99} ms, ${perSecond} requests/s`
  return [
    [
      `sync of ${whole(records)} leaves`,
      `first ${sync.first} s, nothing changed ${sync.unchanged} s, ${whole(changedRecords)} changed ${sync.changed} s`,
    ],
    [`/leave_info, ${clients} clients`, speed(leaveInfo)],
    [`/api/leave/trends, ${clients} clients`, speed(trends)],
  ]
}
