import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import fc from 'fast-check'
import { type Encoded, type EncoderClass, fasterRecord, makeFaster, type RecordParts } from './faster-encoder.ts'

const require = createRequire(import.meta.url)
const file = require.resolve('kafkajs/src/protocol/encoder')

/** kafkajs' own class, untouched by whoever loaded it before. */
function freshEncoder(): new () => Encoding {
  const module = { exports: {} }
  new Function('module', 'exports', 'require', readFileSync(file, 'utf8'))(
    module,
    module.exports,
    createRequire(`${dirname(file)}/encoder.js`),
  )
  return module.exports as new () => Encoding
}

/** As kafkajs uses it. */
interface Encoding {
  readonly buffer: Buffer
  writeVarInt(value: number): this
  writeUVarInt(value: number): this
  writeVarLong(value: number | bigint): this
  writeInt32(value: number): this
  writeVarIntBytes(value: Buffer | string | null): this
  writeEncoder(value: Encoding): this
}

const Original = freshEncoder()
const Faster = freshEncoder()
makeFaster(Faster as unknown as EncoderClass)

const step = fc.oneof(
  fc.record({ write: fc.constant('writeVarInt' as const), value: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) }),
  fc.record({ write: fc.constant('writeUVarInt' as const), value: fc.integer({ min: 0, max: 2 ** 31 - 1 }) }),
  fc.record({ write: fc.constant('writeVarLong' as const), value: fc.maxSafeInteger() }),
  fc.record({ write: fc.constant('writeInt32' as const), value: fc.integer() }),
  fc.record({
    write: fc.constant('writeVarIntBytes' as const),
    value: fc.oneof(fc.string({ maxLength: 2_000 }), fc.constant(null)),
  }),
)

function encode(Encoder: new () => Encoding, steps: readonly { write: string; value: unknown }[]): string {
  const encoder = new Encoder()
  for (const { write, value } of steps) (encoder as unknown as Record<string, (value: unknown) => void>)[write]?.(value)
  return new Encoder().writeEncoder(encoder).buffer.toString('hex')
}

test('the faster encoder writes the very bytes that kafkajs writes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      expect(encode(Faster, steps)).toBe(encode(Original, steps))
    }),
    { numRuns: 1_000 },
  )
})

test.each([0, 1, -1, 63, 64, -64, -65, 8_191, 2 ** 28, 2 ** 30 - 1, 2 ** 30, -(2 ** 30), 2 ** 31, 2 ** 52])(
  'sizes are told as kafkajs tells them: %d',
  (value) => {
    const sizes = [Original, Faster].map((each) => (each as unknown as EncoderClass).sizeOfVarLong(value))
    expect(sizes[1]).toBe(sizes[0])
  },
)

const text = fc.string({ maxLength: 300, unit: 'grapheme' })
const parts: fc.Arbitrary<RecordParts> = fc.record(
  {
    offsetDelta: fc.nat(5_000),
    timestampDelta: fc.integer({ min: 0, max: 2 ** 32 }),
    key: fc.oneof(text, fc.constant(null)),
    value: fc.oneof(text, fc.constant(null), fc.uint8Array({ maxLength: 300 }).map(Buffer.from)),
    headers: fc.dictionary(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.oneof(text, fc.array(text, { maxLength: 3 })),
      { maxKeys: 4 },
    ),
  },
  { requiredKeys: ['key', 'value'] },
)

test('a record is the very bytes that kafkajs makes of it', () => {
  const original: (parts: RecordParts) => Encoded = require('kafkajs/src/protocol/recordBatch/record/v0')
  const faster = fasterRecord(original, Faster as unknown as EncoderClass)
  fc.assert(
    fc.property(parts, (record) => {
      expect(faster(record).buffer.toString('hex')).toBe(original(record).buffer.toString('hex'))
    }),
    { numRuns: 2_000 },
  )
})
