/** What an answer must not tell: where in which file, what runs inside, what the database said. */
const INSIDE =
  /\n\s+at |\.[jt]s:\d|node_modules|\/(work|usr|home|src|dist)\/|SyntaxError|TypeError|RangeError|Zod|postgres|redis|kafka/i

export const tellsNothingOfTheInside = (text: string): boolean => !INSIDE.test(text)

interface Expected {
  readonly status: number
  readonly type: string
  readonly fields?: readonly string[] | undefined
}

/** An RFC 9457 problem, and nothing else. */
export async function expectProblem(response: Response, expected: Expected): Promise<Record<string, unknown>> {
  const text = await response.text()
  expect({ status: response.status, text: text.slice(0, 500) }).toMatchObject({ status: expected.status })
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(tellsNothingOfTheInside(text)).toBe(true)
  const body = JSON.parse(text)
  expectProblemBody(body, expected)
  return body
}

export function expectProblemBody(body: Record<string, unknown>, { status, type, fields }: Expected): void {
  expect(body).toMatchObject({
    status,
    type: `urn:rollcall:problem:${type}`,
    title: expect.stringMatching(/^[A-Z].{8,}/),
  })
  if (!fields) {
    expect(body).not.toHaveProperty('errors')
    return
  }
  const errors = body.errors as { field: string; message: string }[]
  expect(errors.map(({ field }) => field)).toEqual(fields)
  for (const { message } of errors) expect(message).toMatch(/.{4,}/)
}
