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
