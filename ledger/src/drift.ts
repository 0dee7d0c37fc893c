/** A number that was not what events, corrections and closing make it. */
export interface Drift {
  /** Missing where the school's own counts are meant. */
  readonly userId?: number
  readonly what: string
  readonly stored: unknown
  readonly computed: unknown
}

export const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b)
