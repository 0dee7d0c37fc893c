/** What can be wrong with the HR system, in a word that operators and clients may go by. */
export const HR_FAILURES = [
  'unreachable',
  'timed-out',
  'unauthorized',
  'too-many-requests',
  'server-error',
  'unexpected-status',
  'cut-short',
  'too-large',
  'not-json',
  'wrong-shape',
  /** Most of what was there is gone: more likely half an answer than half of the leave. */
  'shrunk',
] as const
export type HrFailureKind = (typeof HR_FAILURES)[number]

/** The HR system did not give what it should. Its message holds nothing secret. */
export class HrFailure extends Error {
  readonly kind: HrFailureKind

  constructor(kind: HrFailureKind, message: string) {
    super(message)
    this.kind = kind
  }
}
