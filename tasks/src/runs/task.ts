import type { z } from 'zod'

/** What a run has done, in numbers: kept with the run and shown as metrics. */
export type Counts = Record<string, number>

/** A piece of scheduled work. It may die at any moment and be run again: each run does what is still to be done. */
export interface Task<Options = unknown> {
  readonly name: string
  readonly about: string
  /** A cron expression, in UTC. */
  readonly schedule: string
  /** What a run by hand may be told; a scheduled run gets the defaults. */
  readonly options: z.ZodType<Options>
  run(options: Options, now: Date): Promise<Counts>
}
