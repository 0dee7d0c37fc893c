import {
  kafkaConfig,
  logConfig,
  mongoConfig,
  namespaceConfig,
  port,
  postgresConfig,
  redisConfig,
  trustedProxies,
} from '@rollcall/platform'
import { z } from 'zod'

/** Every variable that dashboard-service reads. */
export const config = {
  ...namespaceConfig,
  ...logConfig,
  ...redisConfig,
  ...kafkaConfig,
  ...postgresConfig,
  ...mongoConfig,
  PORT: port(8081),
  /** Proxies in front of us, whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  TRUSTED_PROXIES: trustedProxies,
  /** Where answers are kept for some minutes; without it, where the gate is. */
  CACHE_REDIS_URL: redisConfig.REDIS_URL.optional(),
  /** Where attendance-service is: its few paths are passed on there when no proxy stands in front of both. */
  ATTENDANCE_URL: z.url({ protocol: /^http$/, error: 'an address such as http://localhost:8080' }).optional(),
}
