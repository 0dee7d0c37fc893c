/** The parts of kafkajs' Encoder that cost most: it makes an array and a buffer of its own for every small number. */
export interface Encoder {
  buf: Buffer
  offset: number
  ensureAvailable(length: number): void
  writeUVarInt(value: number): this
  writeVarInt(value: number): this
  writeVarLong(value: unknown): this
}

export interface EncoderClass {
  readonly prototype: Encoder
  nextPowerOfTwo(value: number): number
  sizeOfVarInt(value: number): number
  sizeOfVarLong(value: unknown): number
}

const MORE_BYTES = 0xffffff80
const LONGEST_VARINT = 5
/** What kafkajs' constructor asks for when it is told nothing. */
const FIRST_SIZE = 511
const LEAST_SIZE = 512
/** Zigzag coded, it still fits the 32 bits of a varint; the difference of two timestamps in one batch always does. */
const isShort = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 30

/**
 * Makes kafkajs write the same bytes with less work: measured, half of the processor time of a produce request. The test beside
 * compares the bytes with those of kafkajs itself.
 */
export function makeFaster(encoder: EncoderClass): void {
  const { writeVarLong } = encoder.prototype
  const { nextPowerOfTwo, sizeOfVarLong } = encoder

  // An encoder begins with half a kilobyte of zeros that it need not have: nothing now, pooled memory at the first write.
  encoder.nextPowerOfTwo = (value) => (value === FIRST_SIZE ? 0 : nextPowerOfTwo(value))

  encoder.prototype.ensureAvailable = function (length) {
    if (this.offset + length <= this.buf.length) return
    // All of it up to the offset is copied, all after it is written before it is sent: no need for zeros.
    const larger = Buffer.allocUnsafe(Math.max(LEAST_SIZE, nextPowerOfTwo(this.offset + length)))
    this.buf.copy(larger, 0, 0, this.offset)
    this.buf = larger
  }

  encoder.prototype.writeUVarInt = function (value) {
    this.ensureAvailable(LONGEST_VARINT)
    let left = value
    while ((left & MORE_BYTES) !== 0) {
      this.buf[this.offset++] = (left & 0x7f) | 0x80
      left >>>= 7
    }
    this.buf[this.offset++] = left & 0x7f
    return this
  }

  encoder.prototype.writeVarLong = function (value) {
    return isShort(value) ? this.writeVarInt(value) : writeVarLong.call(this, value)
  }

  encoder.sizeOfVarLong = (value) => (isShort(value) ? encoder.sizeOfVarInt(value) : sizeOfVarLong.call(encoder, value))
}

/** A record's parts as kafkajs hands them over. */
export interface RecordParts {
  readonly offsetDelta?: number
  readonly timestampDelta?: number
  readonly key: Buffer | string | null
  readonly value: Buffer | string | null
  readonly headers?: Readonly<Record<string, string | Buffer | readonly (string | Buffer)[] | undefined>>
}

/** What kafkajs takes for an encoder whose work is done. */
export interface Encoded {
  readonly buf: Buffer
  readonly buffer: Buffer
}

type EncodeRecord = (parts: RecordParts) => Encoded

/**
 * Writes a record of texts, as ours are, into one piece of pooled memory; kafkajs makes three encoders of half a kilobyte for
 * it. Whatever is not as simple is left to kafkajs.
 */
export function fasterRecord(original: EncodeRecord, encoder: EncoderClass): EncodeRecord {
  const varInt = (value: number) => encoder.sizeOfVarInt(value)
  return (parts) => {
    const { offsetDelta = 0, timestampDelta = 0, key, value, headers = {} } = parts
    const names = Object.keys(headers)
    const simple = typeof key === 'string' && typeof value === 'string' && isShort(timestampDelta)
    if (!simple || names.some((name) => typeof headers[name] !== 'string')) return original(parts)

    const keySize = Buffer.byteLength(key)
    const valueSize = Buffer.byteLength(value)
    let size = 1 + varInt(timestampDelta) + varInt(offsetDelta) + varInt(names.length)
    size += varInt(keySize) + keySize + varInt(valueSize) + valueSize
    for (const name of names) {
      const nameSize = Buffer.byteLength(name)
      const headerSize = Buffer.byteLength(headers[name] as string)
      size += varInt(nameSize) + nameSize + varInt(headerSize) + headerSize
    }

    const buf = Buffer.allocUnsafe(varInt(size) + size)
    let at = writeVarInt(buf, 0, size)
    buf[at++] = 0 // attributes: none
    at = writeVarInt(buf, at, timestampDelta)
    at = writeVarInt(buf, at, offsetDelta)
    at = writeText(buf, at, key, keySize)
    at = writeText(buf, at, value, valueSize)
    at = writeVarInt(buf, at, names.length)
    for (const name of names) {
      const text = headers[name] as string
      at = writeText(buf, at, name, Buffer.byteLength(name))
      at = writeText(buf, at, text, Buffer.byteLength(text))
    }
    return { buf, buffer: buf }
  }
}

function writeText(buf: Buffer, start: number, text: string, size: number): number {
  const at = writeVarInt(buf, start, size)
  buf.write(text, at, size, 'utf8')
  return at + size
}

function writeVarInt(buf: Buffer, start: number, value: number): number {
  let at = start
  let left = (value << 1) ^ (value >> 31)
  while ((left & MORE_BYTES) !== 0) {
    buf[at++] = (left & 0x7f) | 0x80
    left >>>= 7
  }
  buf[at++] = left & 0x7f
  return at
}
