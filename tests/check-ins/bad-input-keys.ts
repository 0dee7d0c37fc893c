export const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

/** Headers that let nobody in, made from a key that would. */
export const badKeys: [string, (key: string) => Record<string, string>][] = [
  ['another scheme', (key) => ({ authorization: `Basic ${key}` })],
  ['no scheme', (key) => ({ authorization: key })],
  ['nothing after the scheme', () => ({ authorization: 'Bearer' })],
  ['an empty key', () => ({ authorization: 'Bearer ""' })],
  ['a short key', () => ({ authorization: 'Bearer abc' })],
  ['a key that nobody has', (key) => bearer(`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`)],
  ['a key with more after it', (key) => bearer(`${key}x`)],
  ['two keys', (key) => bearer(`${key}, Bearer ${key}`)],
  ['a key and a parameter', (key) => bearer(`${key} realm="x"`)],
  ['other letters', (key) => bearer(key.toUpperCase())],
  ['10 kB', () => bearer('x'.repeat(10_000))],
  ['SQL', () => bearer("x' OR '1'='1")],
  ['a prototype', () => bearer('__proto__')],
  ['a cookie', (key) => ({ authorization: '', cookie: `token=${key}` })],
]
