import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Kafka as Client, KafkaConfig } from 'kafkajs'
import { z } from 'zod'
import type { Logger } from '../log/logger.ts'
import { Kafka, logLevel } from './kafkajs.ts'

export type { Kafka } from 'kafkajs'

export const kafkaConfig = {
  KAFKA_BROKERS: z
    .string({ error: 'host:port, several separated by commas' })
    .regex(/^[^\s,]+:\d+(,[^\s,]+:\d+)*$/, 'host:port, several separated by commas')
    .transform((list) => list.split(',')),
}

/** kafkajs waits for minutes on a dead peer by default, and lets Nagle hold back small requests. */
const settings = {
  connectionTimeout: 3_000,
  requestTimeout: 10_000,
  retry: { initialRetryTime: 100, retries: 5, maxRetryTime: 1_000 },
  socketFactory: ({ host, port, ssl, onConnect }) => {
    const socket = ssl ? connectTls({ host, port, ...ssl }, onConnect) : connect({ host, port }, onConnect)
    return socket.setKeepAlive(true, 60_000).setNoDelay(true)
  },
} satisfies Partial<KafkaConfig>

export function createKafka(brokers: string[], clientId: string, log: Logger): Client {
  return new Kafka({
    ...settings,
    brokers,
    clientId,
    logLevel: logLevel.WARN,
    // Its errors are those of a connection that it tries again: nobody must act on one, so none is an ERROR here.
    logCreator: () => (entry) => {
      const { message, error } = entry.log
      if (entry.level <= logLevel.WARN) log.warn({ kafka: entry.namespace, error }, message)
      else log.debug({ kafka: entry.namespace }, message)
    },
  })
}
