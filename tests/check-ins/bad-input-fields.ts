/** One field that is wrong, in a check-in that would be recorded without it. As JSON: some of it JavaScript can't say. */
export interface BadField {
  readonly field: string
  readonly json: string
}

const each = (field: string, values: readonly string[]): BadField[] => values.map((json) => ({ field, json }))
const missing = 'undefined'

/** Dates that are well-formed today, so that only what is meant is wrong with them. */
const today = new Date().toISOString().slice(0, 10)
const now = Date.now()
const text = (value: string) => JSON.stringify(value)

const wrongIds = [
  '0',
  '-1',
  '-0',
  '1.5',
  '2147483648',
  '9007199254740993',
  '1e400',
  'true',
  '""',
  '" 1"',
  '"1 "',
  '"01"',
  '"+1"',
  '"0x1"',
  '"1e3"',
  '"1.0"',
  '"\uff11"',
  '"2147483648"',
  '"1;DROP TABLE users"',
  '[1]',
  '{"valueOf":1}',
]

export const badFields: readonly BadField[] = [
  ...each('userId', [missing, 'null', ...wrongIds]),
  ...each('schoolId', wrongIds),
  ...each('type', [
    missing,
    'null',
    '""',
    '"CHECKIN"',
    '"checkin "',
    '"check-in"',
    '0',
    'true',
    '["checkin"]',
    '{"checkin":1}',
    '"__proto__"',
    '"constructor"',
    '"toString"',
  ]),
  ...each('timestamp', [
    missing,
    'null',
    'true',
    '""',
    '"now"',
    '[]',
    '{}',
    '1e400',
    '-1',
    '-0',
    `${now}.5`,
    // A string of digits could be either unit.
    text(String(now)),
    // Seconds, microseconds.
    String(Math.floor(now / 1_000)),
    String(now * 1_000),
    text(today),
    text(`${today}T08:00:00`),
    text(`${today}T08:00:00+0200`),
    text(`${today}T08:00:00+25:00`),
    text(`${today} 08:00:00Z`),
    text(`${today}T24:00:00Z`),
    // A leap second; days that are in no calendar.
    text(`${today}T23:59:60Z`),
    '"2026-02-29T08:00:00Z"',
    '"2026-04-31T08:00:00Z"',
    '"2026-13-01T08:00:00Z"',
    '"10000-01-01T00:00:00Z"',
    '"+010000-01-01T00:00:00Z"',
    '"9999-06-01T00:00:00Z"',
    '"1999-12-31T23:59:59Z"',
    '"Fri, 20 Nov 2026 08:00:00 GMT"',
    '"2026-W47-5"',
  ]),
  ...each('temperature', ['27.99', '43.01', '-36.6', '366', '1e400', '"36.6"', '""', 'true', '[36.6]', '{}']),
  ...each('image', [
    '5',
    'true',
    '[]',
    '{}',
    text('x'.repeat(201)),
    text('line\nbreak'),
    text('null\u0000'),
    text('delete\u007f'),
    text('escape\u001b[31m'),
    // Halves of a pair, as JSON can write them.
    '"\\ud83d"',
    '"\\ude00\\ud83d"',
    '['.repeat(2_000) + ']'.repeat(2_000),
  ]),
]

/** A check-in with this field as given; `undefined` leaves it out. */
export function withField(good: Readonly<Record<string, unknown>>, { field, json }: BadField): string {
  const { [field]: _replaced, ...rest } = good
  const others = JSON.stringify(rest).slice(1, -1)
  return json === missing ? `{${others}}` : `{${others},${JSON.stringify(field)}:${json}}`
}
