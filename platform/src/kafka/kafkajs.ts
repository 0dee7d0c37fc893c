import { createRequire } from 'node:module'
import { fasterRecord, makeFaster } from './faster-encoder.ts'

const require = createRequire(import.meta.url)

// Before kafkajs is loaded: from then on it holds on to its own way of writing a record.
const encoder = require('kafkajs/src/protocol/encoder')
const record = 'kafkajs/src/protocol/recordBatch/record/v0'
makeFaster(encoder)
const original = require(record)
const loaded = require.cache[require.resolve(record)]
if (loaded) loaded.exports = fasterRecord(original, encoder)

/** kafkajs, writing faster; all else as it is. Everybody else imports only its types. */
export const { Kafka, logLevel }: typeof import('kafkajs') = require('kafkajs')
