import { varIntSize, writeVarInt } from './var-int.ts'

export type Bytes = string | Buffer

/** What is published: partition, and what the record holds. */
export interface OutgoingRecord {
  readonly partition: number
  readonly key: Bytes | null
  readonly value: Bytes | null
  readonly headers?: Readonly<Record<string, Bytes | readonly Bytes[]>>
}

/** As kafkajs takes one from anybody else. */
export interface Message extends Omit<OutgoingRecord, 'partition' | 'key'> {
  readonly key?: Bytes | null
  /** Epoch ms; without it, the time of writing. */
  readonly timestamp?: string
}

/** Null, for a key or a value that is not there. */
const NONE = -1
const NO_HEADERS = {}
const ATTRIBUTES = 1

/** Of a record without its length, its time and its place in the batch. */
export function bodySize({ key, value, headers = NO_HEADERS }: Message): number {
  let size = ATTRIBUTES + fieldSize(key) + fieldSize(value)
  let count = 0
  for (const name in headers) {
    for (const each of valuesOf(headers[name])) {
      size += fieldSize(name) + fieldSize(each)
      count++
    }
  }
  return size + varIntSize(count)
}

export function writeBody(buf: Buffer, start: number, { key, value, headers = NO_HEADERS }: Message): number {
  let at = writeField(buf, start, key)
  at = writeField(buf, at, value)
  let count = 0
  for (const name in headers) count += valuesOf(headers[name]).length
  at = writeVarInt(buf, at, count)
  for (const name in headers) {
    for (const each of valuesOf(headers[name])) {
      at = writeField(buf, at, name)
      at = writeField(buf, at, each)
    }
  }
  return at
}

const NO_VALUES: readonly Bytes[] = []
/** A header may have several values. */
const valuesOf = (value: Bytes | readonly Bytes[] = NO_VALUES): readonly Bytes[] =>
  typeof value === 'string' || Buffer.isBuffer(value) ? [value] : value

const lengthOf = (bytes: Bytes): number => (typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length)

function fieldSize(bytes: Bytes | null | undefined): number {
  if (bytes === null || bytes === undefined) return 1
  const length = lengthOf(bytes)
  return varIntSize(length) + length
}

function writeField(buf: Buffer, start: number, bytes: Bytes | null | undefined): number {
  if (bytes === null || bytes === undefined) return writeVarInt(buf, start, NONE)
  const length = lengthOf(bytes)
  const at = writeVarInt(buf, start, length)
  if (typeof bytes !== 'string') buf.set(bytes, at)
  // As many bytes as characters: all of them are ASCII, which is written faster.
  else buf.write(bytes, at, length, length === bytes.length ? 'latin1' : 'utf8')
  return at + length
}
