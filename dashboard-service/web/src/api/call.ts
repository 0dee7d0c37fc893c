import { Problem } from './problem.ts'

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>

export interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly query?: Query
  readonly body?: unknown
  /** Sent as it is, in place of a body: a table, of its own type. */
  readonly file?: Blob
  /** The version that is to be changed. */
  readonly ifMatch?: string
  readonly signal?: AbortSignal
}

/** Heard by whoever shows the sign-in page: the session that these screens rest on is over. */
export const SESSION_OVER = 'rollcall:session-over'

/** A call of the API. Throws a Problem for whatever is not a success. */
export async function call<T>(path: string, options: CallOptions = {}): Promise<T> {
  const { method = 'GET', body, file, ifMatch, signal } = options
  let answer: Response
  try {
    answer = await fetch(addressOf(path, options.query), {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(file && { 'content-type': file.type }),
        ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(file && { body: file }),
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Problem(0, {})
  }
  const text = await answer.text()
  const parsed: unknown = text && isJson(answer) ? JSON.parse(text) : undefined
  if (answer.ok) return parsed as T
  const retryAfter = Number(answer.headers.get('retry-after'))
  const problem = new Problem(answer.status, (parsed ?? {}) as object, retryAfter || undefined)
  if (problem.status === 401 && path !== '/api/sign-in') window.dispatchEvent(new Event(SESSION_OVER))
  throw problem
}

export function addressOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null) search.set(name, String(value))
  return search.size === 0 ? path : `${path}?${search}`
}

const isJson = (answer: Response): boolean => /\bjson\b/.test(answer.headers.get('content-type') ?? '')
