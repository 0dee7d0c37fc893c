/** CRC-32C (Castagnoli), reflected, as Kafka's record batches carry it; eight bytes a step by tables made here. */
const POLYNOMIAL = 0x82f63b78
const TABLES = Array.from({ length: 8 }, () => new Int32Array(256))
const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES as [
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
]

for (let byte = 0; byte < 256; byte++) {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
  t0[byte] = crc
}
for (let byte = 0; byte < 256; byte++) {
  let crc = t0[byte] as number
  for (const table of TABLES.slice(1)) {
    crc = (t0[crc & 0xff] as number) ^ (crc >>> 8)
    table[byte] = crc
  }
}

export function crc32c(bytes: Uint8Array, start: number, end: number): number {
  // Reads beyond a typed array give undefined: these are all within it.
  const at = (table: Int32Array, index: number) => table[index] as number
  let crc = -1
  let i = start
  for (const whole = end - 7; i < whole; i += 8) {
    const low =
      crc ^
      ((bytes[i] as number) |
        ((bytes[i + 1] as number) << 8) |
        ((bytes[i + 2] as number) << 16) |
        ((bytes[i + 3] as number) << 24))
    crc =
      at(t7, low & 0xff) ^
      at(t6, (low >>> 8) & 0xff) ^
      at(t5, (low >>> 16) & 0xff) ^
      at(t4, low >>> 24) ^
      at(t3, bytes[i + 4] as number) ^
      at(t2, bytes[i + 5] as number) ^
      at(t1, bytes[i + 6] as number) ^
      at(t0, bytes[i + 7] as number)
  }
  for (; i < end; i++) crc = at(t0, (crc ^ (bytes[i] as number)) & 0xff) ^ (crc >>> 8)
  return ~crc >>> 0
}
