import { createHash } from 'node:crypto'
import { HrFailure } from './hr-failure.ts'

export interface HrQuery {
  readonly fetchType?: string
  /** Both included; a leave is in it when it touches it. */
  readonly startDate: string
  readonly endDate: string
  readonly size: number
  readonly roleType?: string
}

export interface HrPage {
  /** undefined: nothing has changed since the etag that was sent. */
  readonly records: readonly unknown[] | undefined
  readonly etag: string | null
  /** The answer as it came, and what tells it from another. */
  readonly body: Buffer
  readonly hash: string
}

/** As many rows as the upstream is asked for at a time. */
export const HR_PAGE = 10_000
const TIMEOUT_MS = 20_000
/** Ten thousand rows are some ten of these megabytes. */
const LARGEST_BYTES = 128 * 1024 * 1024

/** Asks the HR system for leave. Whatever goes wrong is an HrFailure that says what. */
export class HrClient {
  readonly #url: string
  readonly #token: string
  readonly #timeoutMs: number
  readonly #largestBytes: number

  constructor(options: { url: string; token: string; timeoutMs?: number; largestBytes?: number }) {
    this.#url = options.url
    this.#token = options.token
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS
    this.#largestBytes = options.largestBytes ?? LARGEST_BYTES
  }

  async page(query: HrQuery, etag?: string | null): Promise<HrPage> {
    const signal = AbortSignal.timeout(this.#timeoutMs)
    const answer = await this.#ask(query, etag, signal)
    if (answer.status === 304 && etag) {
      await answer.body?.cancel()
      return { records: undefined, etag, body: Buffer.alloc(0), hash: '' }
    }
    if (!answer.ok) {
      await answer.body?.cancel()
      throw refused(answer.status)
    }
    const body = await this.#read(answer, signal)
    return {
      records: recordsOf(body),
      etag: answer.headers.get('etag'),
      body,
      hash: createHash('sha256').update(body).digest('base64'),
    }
  }

  async #ask(
    { fetchType = 'all', roleType = 'issuer', ...query }: HrQuery,
    etag: string | null | undefined,
    signal: AbortSignal,
  ) {
    const url = new URL(this.#url)
    for (const [name, value] of Object.entries({ fetchType, ...query, roleType }))
      url.searchParams.set(name, String(value))
    try {
      return await fetch(url, {
        // A redirect would take the token somewhere else.
        redirect: 'manual',
        signal,
        headers: {
          authorization: `Bearer ${this.#token}`,
          accept: 'application/json',
          ...(etag && { 'if-none-match': etag }),
        },
      })
    } catch (error) {
      throw (
        timedOut(error, signal) ?? new HrFailure('unreachable', `The HR system could not be reached${because(error)}`)
      )
    }
  }

  async #read(answer: Response, signal: AbortSignal): Promise<Buffer> {
    const parts: Uint8Array[] = []
    let length = 0
    try {
      for await (const part of answer.body ?? []) {
        length += part.length
        if (length > this.#largestBytes)
          throw new HrFailure('too-large', `The HR system sent more than ${this.#largestBytes} bytes`)
        parts.push(part)
      }
    } catch (error) {
      if (error instanceof HrFailure) throw error
      throw timedOut(error, signal) ?? new HrFailure('cut-short', 'The HR system’s answer ended before its end')
    }
    return Buffer.concat(parts, length)
  }
}

function recordsOf(bytes: Buffer): readonly unknown[] {
  let body: unknown
  try {
    body = JSON.parse(bytes.toString())
  } catch {
    throw new HrFailure('not-json', 'The HR system’s answer is not JSON')
  }
  const data = typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined
  if (!Array.isArray(data)) throw new HrFailure('wrong-shape', 'The HR system’s answer has no list "data"')
  return data
}

function refused(status: number): HrFailure {
  if (status === 401 || status === 403)
    return new HrFailure('unauthorized', `The HR system does not take our token (${status})`)
  if (status === 429) return new HrFailure('too-many-requests', 'The HR system says that we ask too often (429)')
  if (status >= 500) return new HrFailure('server-error', `The HR system failed (${status})`)
  return new HrFailure('unexpected-status', `The HR system answered with status ${status}`)
}

const timedOut = (error: unknown, signal: AbortSignal): HrFailure | undefined =>
  signal.aborted || (error instanceof Error && error.name === 'TimeoutError')
    ? new HrFailure('timed-out', 'The HR system did not answer in time')
    : undefined

function because(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return /^[A-Z_]{3,40}$/.test(code) ? ` (${code})` : ''
}
