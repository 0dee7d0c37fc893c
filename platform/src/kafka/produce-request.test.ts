import { createRequire } from 'node:module'
import { jest } from '@jest/globals'
import fc from 'fast-check'
import { crc32c } from './crc32c.ts'
import { type ProduceRequest, produceRequest } from './produce-request.ts'
import type { OutgoingRecord } from './record-body.ts'

const require = createRequire(import.meta.url)

type MakeRequest = (request: unknown) => { encode(): Promise<{ readonly buffer: Buffer }> }
/** kafkajs' own: nobody here has replaced it. */
const original: MakeRequest = require('kafkajs/src/protocol/requests/produce/v3/request')
const checksum: (bytes: Buffer) => number = require('kafkajs/src/protocol/recordBatch/crc32C')

const text = fc.string({ maxLength: 300, unit: 'grapheme' })
const bytes = fc.oneof(text, fc.uint8Array({ maxLength: 300 }).map(Buffer.from))
const field = fc.oneof(bytes, fc.constant(null))
const name = fc.string({ minLength: 1, maxLength: 20 })
const headers = fc.dictionary(name, fc.oneof(bytes, fc.array(bytes, { maxLength: 3 })), {
  maxKeys: 4,
})
const record = fc.record({ key: field, value: field, headers }, { requiredKeys: ['value'] })
/** kafkajs sorts them as texts, so they are of one length here. */
const timestamp = fc.integer({ min: 10 ** 12, max: 10 ** 13 - 1 }).map(String)
const timed = fc.record({ key: field, value: field, timestamp }, { requiredKeys: ['value'] })
const partition = fc.record({ partition: fc.nat(1_000), records: fc.array(record, { minLength: 1, maxLength: 150 }) })
const topic = fc.record({ topic: text, partitions: fc.array(partition, { minLength: 1, maxLength: 4 }) })
const requests = fc.record({
  acks: fc.constantFrom(-1, 0, 1),
  timeout: fc.nat(2 ** 31 - 1),
  topics: fc.array(topic, { minLength: 1, maxLength: 2 }),
  now: fc.integer({ min: 1, max: 2 ** 45 }),
})

afterEach(() => {
  jest.restoreAllMocks()
})

test('a request is the very bytes that kafkajs makes of it', async () => {
  await fc.assert(
    fc.asyncProperty(requests, async ({ acks, timeout, topics, now }) => {
      jest.spyOn(Date, 'now').mockReturnValue(now)
      const plain = topics.map((each) => ({
        topic: each.topic,
        partitions: each.partitions.map(({ partition, records }) => ({
          partition,
          messages: records,
          firstSequence: 0,
        })),
      }))
      const ours: ProduceRequest['topicData'] = topics.map((each) => ({
        topic: each.topic,
        partitions: each.partitions.map(({ partition, records }) => ({
          partition,
          messages: [{ partition, value: '', records: records as unknown as OutgoingRecord[] }],
        })),
      }))
      const expected = await original({ acks, timeout, topicData: plain }).encode()
      // Carried by one message a partition, and as kafkajs has them from anybody else.
      for (const topicData of [ours, plain as unknown as ProduceRequest['topicData']]) {
        const made = await produceRequest({ acks, timeout, topicData }).encode()
        expect(made.buffer.toString('hex')).toBe(expected.buffer.toString('hex'))
      }
    }),
    { numRuns: 500 },
  )
})

test('also where messages tell their own times', async () => {
  const partitions = fc.array(
    fc.record({ partition: fc.nat(9), messages: fc.array(timed, { minLength: 1, maxLength: 9 }) }),
  )
  await fc.assert(
    fc.asyncProperty(partitions, fc.integer({ min: 10 ** 12, max: 10 ** 13 - 1 }), async (each, now) => {
      jest.spyOn(Date, 'now').mockReturnValue(now)
      const plain = each.map((one) => ({ ...one, firstSequence: 0 }))
      const request = { acks: -1, timeout: 1_000, topicData: [{ topic: 't', partitions: plain }] }
      const expected = await original(request).encode()
      const made = await produceRequest(request as ProduceRequest).encode()
      expect(made.buffer.toString('hex')).toBe(expected.buffer.toString('hex'))
    }),
  )
})

test('the checksum is that of kafkajs, wherever it begins', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.nat(20), (array, start) => {
      const buffer = Buffer.from(array)
      const from = Math.min(start, buffer.length)
      expect(crc32c(buffer, from, buffer.length)).toBe(checksum(buffer.subarray(from)))
    }),
  )
})

test('what would need another form of batch is refused', () => {
  const request = { acks: -1, timeout: 1_000, topicData: [] }
  expect(() => produceRequest({ ...request, transactionalId: 'x' })).toThrow('plain records')
  expect(() => produceRequest({ ...request, compression: 1 })).toThrow('plain records')
})
