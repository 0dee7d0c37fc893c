import type { ReadersResult } from './readers.ts'
import type { ReadName } from './reads.ts'
import type { Latency } from './time-reads.ts'

export interface ReadTimes {
  readonly name: ReadName
  readonly cold: Latency
  /** Null: it is computed each time. */
  readonly cached: Latency | null
  /** Out of tables, by Postgres' own account. */
  readonly rowsRead: number
  readonly rowsNeeded: number
}

export interface ReadersUnderLoad {
  readonly readers: number
  /** That came in meanwhile. */
  readonly recordsPerSecond: number
  readonly quiet: ReadersResult
  readonly loaded: ReadersResult
  /** p95 under load against p95 quiet. */
  readonly ratio: number
}

/** Milliseconds. */
export interface ReadsResult {
  readonly schools: number
  readonly peopleEach: number
  readonly dayRows: number
  readonly events: number
  readonly seedSeconds: number
  readonly deepPage: number
  readonly reads: readonly ReadTimes[]
  readonly readers: ReadersUnderLoad
}
