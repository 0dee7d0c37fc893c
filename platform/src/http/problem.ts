import type { ServerResponse } from 'node:http'

/** A field that is wrong, by its place in the body: "timestamp", or "3.userId" in a batch. */
export interface FieldError {
  readonly field: string
  readonly message: string
}

interface ProblemMore {
  readonly detail?: string
  readonly errors?: readonly FieldError[]
  readonly retryAfterSeconds?: number
  readonly extra?: Readonly<Record<string, string | number>>
}

/** An error with a meaning for the caller (RFC 9457). Thrown where the fact is known, turned to HTTP in one place. */
export class Problem extends Error {
  readonly status: number
  readonly type: string
  readonly title: string
  readonly more: ProblemMore

  constructor(status: number, type: string, title: string, more: ProblemMore = {}) {
    super(title)
    this.status = status
    this.type = `urn:rollcall:problem:${type}`
    this.title = title
    this.more = more
  }

  body(requestId?: string): Record<string, unknown> {
    const { detail, errors, extra } = this.more
    return {
      type: this.type,
      title: this.title,
      status: this.status,
      ...(detail && { detail }),
      ...(errors && { errors }),
      ...extra,
      ...(requestId && { requestId }),
    }
  }
}

export const problems = {
  malformed: (detail: string) => new Problem(400, 'malformed', 'The request could not be read', { detail }),
  invalid: (errors: readonly FieldError[]) =>
    new Problem(400, 'invalid', 'Some fields are not as they should be', { errors }),
  unauthorized: () =>
    new Problem(401, 'unauthorized', 'A valid key or a session is needed', {
      detail: 'Send a key as: Authorization: Bearer <key>',
    }),
  forbidden: (detail: string) => new Problem(403, 'forbidden', 'This key may not do that', { detail }),
  notFound: (what: string) => new Problem(404, 'not-found', `There is no such ${what}`),
  methodNotAllowed: (allowed: string) =>
    new Problem(405, 'method-not-allowed', 'This address does not take that method', { detail: `It takes ${allowed}` }),
  /** Well-formed, and still not to be done: a school that is not there, a date that is over. */
  notPossible: (errors: readonly FieldError[]) =>
    new Problem(422, 'not-possible', 'It is well-formed, and not possible', { errors }),
  conflict: (type: string, detail: string) => new Problem(409, type, 'It contradicts what is there', { detail }),
  tooLarge: (limit: string) =>
    new Problem(413, 'too-large', 'The request is too large', { detail: `At most ${limit}` }),
  unsupportedType: (expected: string) =>
    new Problem(415, 'unsupported-type', 'The content type is not supported', { detail: `Expected ${expected}` }),
  tooMany: () => new Problem(429, 'too-many-requests', 'This key sends too many requests', { retryAfterSeconds: 1 }),
  internal: () => new Problem(500, 'internal', 'Something went wrong on our side'),
  unavailable: (detail: string, retryAfterSeconds = 2) =>
    new Problem(503, 'unavailable', 'Not possible at the moment; a retry is safe', { detail, retryAfterSeconds }),
}

export function writeProblem(res: ServerResponse, problem: Problem, requestId?: string): void {
  const body = JSON.stringify(problem.body(requestId))
  const headers: Record<string, string | number> = {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
  }
  if (requestId) headers['x-request-id'] = requestId
  if (problem.more.retryAfterSeconds !== undefined) headers['retry-after'] = problem.more.retryAfterSeconds
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer'
  res.writeHead(problem.status, headers).end(body)
}

/** Zod's issues as a problem's field errors. */
export const fieldErrors = (
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
  prefix = '',
): FieldError[] => issues.map((issue) => ({ field: prefix + issue.path.map(String).join('.'), message: issue.message }))
