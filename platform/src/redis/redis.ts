import { once } from 'node:events'
import { Redis } from 'ioredis'
import { z } from 'zod'
import type { Logger } from '../log/logger.ts'

export type { Redis }

export const redisConfig = {
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'an address such as redis://localhost:6379' }),
}

const reportErrors = (redis: Redis, log: Logger) => {
  let away = false
  redis.on('error', (error) => {
    if (!away) log.warn({ err: error }, 'redis is away')
    away = true
  })
  redis.on('ready', () => {
    if (away) log.info('redis is back')
    away = false
  })
}

const reconnectAfter = (attempt: number) => Math.min(attempt * 50, 500)

/**
 * For commands of which each must reach Redis at most once (the gate's mark): nothing is queued while Redis is away, nothing
 * sent again after a break. A caller gets an error at once, and decides.
 */
export function connectRedisOnce(url: string, log: Logger): Redis {
  const redis = new Redis(url, {
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: 2_000,
    connectTimeout: 2_000,
    retryStrategy: reconnectAfter,
  })
  reportErrors(redis, log)
  return redis
}

/** For everything that may be repeated: notices, caches, subscriptions. */
export function connectRedis(url: string, log: Logger): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: true,
    connectTimeout: 2_000,
    retryStrategy: reconnectAfter,
  })
  reportErrors(redis, log)
  return redis
}

/** Resolves when commands can be sent, rejects when that takes too long. */
export async function readyRedis(redis: Redis, withinMs = 5_000): Promise<void> {
  if (redis.status !== 'ready') await once(redis, 'ready', { signal: AbortSignal.timeout(withinMs) })
}

/** Leaves the connection, whatever state it is in. */
export async function quitRedis(redis: Redis): Promise<void> {
  if (redis.status === 'ready') await redis.quit().catch(() => redis.disconnect())
  else redis.disconnect()
}
