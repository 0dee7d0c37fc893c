/** Numbers as Kafka's records carry them. */

/** Zigzag coded: 64 of either sign take one byte. */
export function varIntSize(value: number): number {
  const left = (value << 1) ^ (value >> 31)
  return left >>> 7 === 0 ? 1 : left >>> 14 === 0 ? 2 : left >>> 21 === 0 ? 3 : left >>> 28 === 0 ? 4 : 5
}

/** For what may need more than 32 bits. */
export function varLongSize(value: number): number {
  let size = 1
  for (let left = zigzag(value); left >= 128n; left >>= 7n) size++
  return size
}

export function writeVarLong(buf: Buffer, start: number, value: number): number {
  let at = start
  let left = zigzag(value)
  for (; left >= 128n; left >>= 7n) buf[at++] = Number(left & 127n) | 0x80
  buf[at++] = Number(left)
  return at
}

const zigzag = (value: number): bigint => (value < 0 ? -2n * BigInt(value) - 1n : 2n * BigInt(value))

export function writeVarInt(buf: Buffer, start: number, value: number): number {
  let at = start
  let left = (value << 1) ^ (value >> 31)
  while (left >>> 7 !== 0) {
    buf[at++] = (left & 0x7f) | 0x80
    left >>>= 7
  }
  buf[at++] = left
  return at
}
