/** An answer that is an error with a meaning (RFC 9457), or no answer at all (status 0). */
export class Problem extends Error {
  readonly status: number
  readonly type: string
  readonly detail: string | undefined
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined
  readonly errors: readonly { field: string; message: string }[]

  constructor(status: number, body: Partial<ProblemBody>, retryAfterSeconds?: number) {
    super(body.title ?? 'The server does not answer')
    this.status = status
    this.type = (body.type ?? '').replace('urn:rollcall:problem:', '')
    this.detail = body.detail
    this.requestId = body.requestId
    this.retryAfterSeconds = retryAfterSeconds
    this.errors = body.errors ?? []
  }

  /** A retry may help: nobody answered, or the server says so. */
  get passes(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly detail: string
  readonly requestId: string
  readonly errors: readonly { field: string; message: string }[]
}

export const isProblem = (error: unknown, ...statuses: readonly number[]): error is Problem =>
  error instanceof Problem && (statuses.length === 0 || statuses.includes(error.status))
