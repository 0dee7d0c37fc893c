interface BadConnection {
  /** In pieces, each of which may come on its own. */
  readonly say: (key: string) => readonly (string | Uint8Array)[]
  /** The client says that there is nothing more to come. */
  readonly end?: true
  /** Of the answers that must come, before the server hangs up where it must. */
  readonly statuses: readonly number[]
}

const POST = 'POST /attendances HTTP/1.1\r\nHost: x\r\n'
const head = (key: string) => `${POST}Authorization: Bearer ${key}\r\nContent-Type: application/json\r\n`
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
const CHUNKED = 'Transfer-Encoding: chunked\r\n\r\n'
const bad = '{"userId":0,"type":"checkin"}'

/** What HTTP clients do not send, but anybody can. */
export const badConnections: Readonly<Record<string, BadConnection>> = {
  'chunks without a length': {
    say: (key) => [head(key), CHUNKED, chunk(bad.slice(0, 7)), chunk(bad.slice(7)), chunk('')],
    statuses: [400],
  },
  'chunks that are too much together': {
    say: (key) => [head(key), CHUNKED, ...Array<string>(20).fill(chunk(' '.repeat(1_000))), chunk('')],
    statuses: [413],
  },
  'a chunk whose length is none': { say: (key) => [head(key), CHUNKED, 'zz\r\n{}\r\n'], statuses: [400] },
  'chunks that end too early': { say: (key) => [head(key), CHUNKED, chunk(bad)], end: true, statuses: [400] },
  'a body shorter than its length': {
    say: (key) => [head(key), `Content-Length: ${bad.length + 5}\r\n\r\n${bad}`],
    end: true,
    statuses: [400],
  },
  'a body longer than its length: the rest is no request': {
    say: (key) => [`${head(key)}Content-Length: 5\r\n\r\n${bad}`],
    statuses: [400],
  },
  'a length and chunks': {
    say: (key) => [`${head(key)}Content-Length: 5\r\n${CHUNKED}${chunk(bad)}${chunk('')}`],
    statuses: [400],
  },
  'two lengths': { say: (key) => [head(key), 'Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}'], statuses: [400] },
  'a length that is no number': { say: (key) => [head(key), 'Content-Length: ten\r\n\r\n{}'], statuses: [400] },
  'a length below nothing': { say: (key) => [head(key), 'Content-Length: -1\r\n\r\n{}'], statuses: [400] },
  'an encoding that nobody knows': { say: (key) => [head(key), 'Transfer-Encoding: zip\r\n\r\n{}'], statuses: [400] },
  'no length at all': { say: (key) => [head(key), '\r\n'], statuses: [400] },
  'two bad requests at once': {
    say: (key) => [`${head(key)}Content-Length: 2\r\n\r\n{}`.repeat(2)],
    statuses: [400, 400],
  },
  'an address of 20 kB': {
    say: () => [`POST /attendances?${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    statuses: [431],
  },
  'a header of 20 kB': { say: () => [`${POST}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`], statuses: [431] },
  'headers of 20 kB': { say: () => [`${POST}${'X-Many: 1234\r\n'.repeat(2_500)}\r\n`], statuses: [431] },
  'a null in a header': { say: () => [`${POST}X-Null: a\u0000b\r\n\r\n`], statuses: [400] },
  'a header without a name': { say: () => [`${POST}: nothing\r\n\r\n`], statuses: [400] },
  'no host': { say: () => ['POST /attendances HTTP/1.1\r\n\r\n'], statuses: [400] },
  'a method that nobody knows': { say: () => ['RECORD /attendances HTTP/1.1\r\nHost: x\r\n\r\n'], statuses: [400] },
  'another protocol': { say: () => ['EHLO example.org\r\n'], statuses: [400] },
  'the beginning of TLS': { say: () => [new Uint8Array([0x16, 0x03, 0x01, 0x02, 0x00, 0x01])], statuses: [400] },
  'HTTP of the future': { say: () => ['POST /attendances HTTP/9.9\r\nHost: x\r\n\r\n'], statuses: [400] },
}
