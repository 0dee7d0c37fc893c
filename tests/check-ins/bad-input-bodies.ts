export interface BadBody {
  readonly what: string
  readonly body: string | Uint8Array<ArrayBuffer>
  readonly status: 400 | 413 | 415
  readonly type: 'malformed' | 'invalid' | 'too-large' | 'unsupported-type'
  /** The fields that are wrong, where it could be read. */
  readonly fields?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  readonly path?: '/attendances/batch'
}

const good = { userId: 1, type: 'checkin', timestamp: Date.now() }
const json = JSON.stringify(good)
const utf8 = (...parts: (string | number[])[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))))

const malformed = (what: string, body: BadBody['body']): BadBody => ({ what, body, status: 400, type: 'malformed' })
const invalid = (what: string, body: string, ...fields: string[]): BadBody => ({
  what,
  body,
  status: 400,
  type: 'invalid',
  fields,
})
const tooLarge = (what: string, body: string, path?: BadBody['path']): BadBody => ({
  what,
  body,
  status: 413,
  type: 'too-large',
  ...(path && { path }),
})
const ofType = (contentType: string): BadBody => ({
  what: `content type ${contentType}`,
  body: json,
  status: 415,
  type: 'unsupported-type',
  headers: { 'content-type': contentType },
})
const batch = (bad: BadBody): BadBody => ({ ...bad, path: '/attendances/batch' })

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
const nestedObjects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

const notJson = [
  malformed('nothing', ''),
  malformed('white space', ' \r\n'),
  malformed('half an object', '{"userId":1,'),
  malformed('half a string', '{"userId":"1'),
  malformed('a trailing comma', '{"userId":1,}'),
  malformed('single quotes', "{'userId':1}"),
  malformed('keys without quotes', '{userId:1}'),
  malformed('a comment', `/* */${json}`),
  malformed('two objects', json + json),
  malformed('NaN', json.replace('}', ',"temperature":NaN}')),
  malformed('Infinity', json.replace('}', ',"temperature":-Infinity}')),
  malformed('a hexadecimal number', '{"userId":0x1}'),
  malformed('a raw line break in a string', '{"type":"check\nin"}'),
  malformed('a form', 'userId=1&type=checkin'),
  malformed('a byte order mark', `\ufeff${json}`),
  malformed('10,000 levels that never close', '['.repeat(10_000)),
  malformed('bytes that are not UTF-8', utf8('{"userId":1,"image":"', [0xff, 0xfe], '"}')),
  malformed('a character cut off', utf8('{"image":"', [0xe2, 0x82])),
  malformed('a character written too long', utf8('{"image":"', [0xc0, 0xaf], '"}')),
  malformed('half of a pair in UTF-8', utf8('{"image":"', [0xed, 0xa0, 0x80], '"}')),
  malformed('UTF-16', new Uint8Array(Buffer.from(json, 'utf16le'))),
]

const notACheckIn = [
  invalid('null', 'null', ''),
  invalid('a number', '1', ''),
  invalid('a string', '"checkin"', ''),
  invalid('an array', `[${json}]`, ''),
  invalid('8,000 levels of arrays', nested(8_000), ''),
  invalid('an empty object', '{}', 'userId', 'type', 'timestamp'),
  invalid('2,000 levels of objects', nestedObjects(2_000), 'userId', 'type', 'timestamp'),
  invalid('all in __proto__', `{"__proto__":${json}}`, 'userId', 'type', 'timestamp'),
  invalid('all in constructor.prototype', `{"constructor":{"prototype":${json}}}`, 'userId', 'type', 'timestamp'),
  invalid('other letters', json.toUpperCase(), 'userId', 'type', 'timestamp'),
  invalid('a key twice, the last one wrong', json.replace('}', ',"userId":0}'), 'userId'),
  invalid(
    'every field wrong',
    '{"userId":"x","schoolId":"y","type":"z","timestamp":"t","temperature":1,"image":5}',
    'userId',
    'schoolId',
    'type',
    'timestamp',
    'temperature',
    'image',
  ),
]

const batches = [
  malformed('an object', json),
  malformed('null', 'null'),
  malformed('a string', `"${'x'.repeat(100)}"`),
  malformed('an empty array', '[]'),
  malformed('an object like an array', '{"0":{},"length":1}'),
  malformed('500,000 levels that never close', '['.repeat(500_000)),
  malformed('bytes that are not UTF-8', utf8('[', [0x80], ']')),
].map(batch)

const large = [
  tooLarge('17 kB', json.replace('}', `,"more":"${'x'.repeat(17_000)}"}`)),
  tooLarge('5 MB', json.replace('}', `,"more":"${'x'.repeat(5_000_000)}"}`)),
  tooLarge('10,000 levels', nested(10_000)),
  tooLarge('a batch of 1,001', JSON.stringify(new Array(1_001).fill(good)), '/attendances/batch'),
  tooLarge('a batch of 5 MB', `["${'x'.repeat(5_000_000)}"]`, '/attendances/batch'),
]

const types = [
  ...[
    'text/plain',
    'text/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json, text/plain',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/xml',
    'json',
  ].map(ofType),
  batch(ofType('application/x-ndjson')),
  { ...ofType('application/json'), what: 'compressed', headers: { 'content-encoding': 'gzip' } },
]

export const badBodies: readonly BadBody[] = [...notJson, ...notACheckIn, ...batches, ...large, ...types]
