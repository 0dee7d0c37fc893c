/** Where the calls go to, and with which keys. */
export interface Target {
  readonly url: string
  readonly deviceKey: string
  readonly apiToken: string
}

export interface Answered {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: what is in an answer is what is checked
  readonly body: any
}

/** What calls tell those after them: who was asked about, what was made. */
export interface Found {
  schoolId: number
  userId: number
  attendanceId: string
  madeSchool: number
  madeUser: number
}

/** One row of the table: a call as the old system's document has it. */
export interface SeedCall {
  readonly seed: 'A' | 'B' | 'C' | 'D'
  readonly call: string
  /** Throws, or answers with what is wrong. */
  readonly check: (ask: Ask, found: Found) => Promise<string | undefined>
}

/** With the API token, unless another key is named; null: none. */
export type Ask = (
  method: string,
  path: string,
  options?: { body?: unknown; key?: 'device' | null },
) => Promise<Answered>

export const asker =
  ({ url, deviceKey, apiToken }: Target): Ask =>
  async (method, path, { body, key } = {}) => {
    const secret = key === 'device' ? deviceKey : apiToken
    const form = body instanceof FormData
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(key !== null && { authorization: `Bearer ${secret}` }),
        ...(body !== undefined && !form && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: form ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    })
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json')
    return { status: response.status, body: json && text ? JSON.parse(text) : text }
  }

/** What is wrong with an answer: another status, or fields that are not there. */
export function wrong(answer: Answered, statuses: readonly number[], ...fields: readonly string[]): string | undefined {
  if (!statuses.includes(answer.status)) return `answers ${answer.status}: ${JSON.stringify(answer.body).slice(0, 200)}`
  const missing = fields.filter((field) => at(answer.body, field) === undefined)
  return missing.length > 0 ? `lacks ${missing.join(', ')}` : undefined
}

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, name) => (inner as Record<string, unknown> | null | undefined)?.[name], value)
