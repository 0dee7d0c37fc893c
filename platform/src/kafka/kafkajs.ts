import { createRequire } from 'node:module'
import { produceRequest } from './produce-request.ts'

const require = createRequire(import.meta.url)

// Before kafkajs asks for it: versions 3 to 7 of the request are all made by this one.
const request = require.resolve('kafkajs/src/protocol/requests/produce/v3/request')
require(request)
const loaded = require.cache[request]
if (!loaded) throw new Error('kafkajs is not where it was')
loaded.exports = produceRequest

/** kafkajs, writing its records faster; all else as it is. Everybody else imports only its types. */
export const { Kafka, logLevel }: typeof import('kafkajs') = require('kafkajs')
