import { crc32c } from './crc32c.ts'
import { bodySize, type Message, type OutgoingRecord, writeBody } from './record-body.ts'
import { varIntSize, varLongSize, writeVarInt, writeVarLong } from './var-int.ts'

/** Records of one partition pass through kafkajs as one message: it would copy their list once for each of them. */
export interface PartitionMessage {
  readonly partition: number
  /** kafkajs asks for one. */
  readonly value: ''
  readonly records: readonly OutgoingRecord[]
}

/** kafkajs' producer as it calls for a request. */
export interface ProduceRequest {
  readonly acks: number
  readonly timeout: number
  readonly transactionalId?: string | null
  readonly compression?: number
  readonly topicData: readonly {
    readonly topic: string
    readonly partitions: readonly {
      readonly partition: number
      readonly messages: readonly (PartitionMessage | Message)[]
    }[]
  }[]
}

const PRODUCE = 0
const BATCH_HEAD_BYTES = 61
/** In a batch's head: what its length leaves out, and where what the checksum covers begins. */
const BEFORE_LENGTH_COUNTS = 12
const CHECKED_FROM = 21
const MAGIC = 2
const NONE = -1

/**
 * Kafka's Produce request, version 3, and its record batches in one piece. kafkajs' own makes some encoders and lists for
 * every record; the bytes are the same, as the test beside shows.
 */
export function produceRequest(request: ProduceRequest) {
  // These two change the batch's head and body; none of our producers has them.
  if (request.transactionalId || request.compression) throw new Error('only plain records are written here')
  return {
    apiKey: PRODUCE,
    apiVersion: 3,
    apiName: 'Produce',
    expectResponse: () => request.acks !== 0,
    encode: async () => {
      const buf = encode(request, Date.now())
      return { buf, buffer: buf } // what kafkajs takes for an encoder whose work is done
    },
  }
}

export function encode({ acks, timeout, topicData }: ProduceRequest, now: number): Buffer {
  const topics = topicData.map(({ topic, partitions }) => ({
    topic,
    batches: partitions.map(({ partition, messages }) => {
      const records = recordsOf(messages)
      const times = timesOf(records, now)
      const sizes = records.map(bodySize)
      let size = BATCH_HEAD_BYTES
      for (const [index, body] of sizes.entries()) {
        const record = body + varIntSize(index) + (times.deltas ? varLongSize(times.deltas[index] as number) : 1)
        sizes[index] = record
        size += varIntSize(record) + record
      }
      return { partition, records, times, sizes, size }
    }),
  }))

  let size = 2 + 2 + 4 + 4
  for (const { topic, batches } of topics) {
    size += 2 + Buffer.byteLength(topic) + 4
    for (const batch of batches) size += 4 + 4 + batch.size
  }
  const buf = Buffer.allocUnsafe(size)
  let at = buf.writeInt16BE(NONE, 0) // no transaction
  at = buf.writeInt16BE(acks, at)
  at = buf.writeInt32BE(timeout, at)
  at = buf.writeInt32BE(topics.length, at)
  for (const { topic, batches } of topics) {
    at = buf.writeInt16BE(Buffer.byteLength(topic), at)
    at += buf.write(topic, at)
    at = buf.writeInt32BE(batches.length, at)
    for (const batch of batches) {
      at = buf.writeInt32BE(batch.partition, at)
      at = buf.writeInt32BE(batch.size, at)
      at = writeBatch(buf, at, batch)
    }
  }
  return buf
}

function recordsOf(messages: readonly (PartitionMessage | Message)[]): readonly Message[] {
  const [first] = messages
  if (messages.length === 1 && first && 'records' in first) return first.records
  return messages.flatMap((message): readonly Message[] => ('records' in message ? message.records : [message]))
}

interface Times {
  readonly first: number
  readonly max: number
  /** How much later than the first each record is; without them, none is. */
  readonly deltas?: readonly number[]
}

/** Records of ours have no time of their own: the batch's is theirs. */
function timesOf(records: readonly Message[], now: number): Times {
  if (records.every(({ timestamp }) => timestamp === undefined)) return { first: now, max: now }
  const given = records.flatMap(({ timestamp }) => (timestamp === undefined ? [] : [Number(timestamp)]))
  const first = Math.min(...given)
  const deltas = records.map(({ timestamp }) => (timestamp === undefined ? now : Number(timestamp)) - first)
  return { first, max: Math.max(...given), deltas }
}

interface Batch {
  readonly records: readonly Message[]
  readonly times: Times
  readonly sizes: readonly number[]
  readonly size: number
}

function writeBatch(buf: Buffer, start: number, { records, times, sizes, size }: Batch): number {
  let at = buf.writeBigInt64BE(0n, start) // the broker chooses the offset
  at = buf.writeInt32BE(size - BEFORE_LENGTH_COUNTS, at)
  at = buf.writeInt32BE(0, at) // leader epoch: the broker's as well
  at = buf.writeInt8(MAGIC, at)
  at += 4 // the checksum, at the end
  at = buf.writeInt16BE(0, at) // neither compressed nor transactional
  at = buf.writeInt32BE(records.length - 1, at)
  at = writeInt64(buf, at, times.first)
  at = writeInt64(buf, at, times.max)
  at = buf.writeBigInt64BE(-1n, at) // not idempotent: our ids are
  at = buf.writeInt16BE(0, at)
  at = buf.writeInt32BE(0, at)
  at = buf.writeInt32BE(records.length, at)
  for (let index = 0; index < records.length; index++) {
    at = writeVarInt(buf, at, sizes[index] as number)
    buf[at++] = 0 // attributes: none
    if (times.deltas) at = writeVarLong(buf, at, times.deltas[index] as number)
    else buf[at++] = 0
    at = writeVarInt(buf, at, index)
    at = writeBody(buf, at, records[index] as Message)
  }
  buf.writeUInt32BE(crc32c(buf, start + CHECKED_FROM, at), start + CHECKED_FROM - 4)
  return at
}

function writeInt64(buf: Buffer, at: number, value: number): number {
  buf.writeInt32BE(Math.floor(value / 2 ** 32), at)
  return buf.writeUInt32BE(value % 2 ** 32, at + 4)
}
