import { connectRedis, createLogger, quitRedis } from '@rollcall/platform'
import type { Stack } from '../stack/stack.ts'

/** In bytes. */
export interface StoreSizes {
  /** The most that the Redis server has held, whoever uses it. */
  readonly redisPeak: number
  readonly database: number
}

export async function storeSizes(stack: Stack): Promise<StoreSizes> {
  const { rows } = await stack.pool.query<{ size: string }>('SELECT pg_database_size(current_database()) AS size')
  const redis = connectRedis(stack.urls.redis, createLogger('day', 'silent'))
  try {
    const info = await redis.info('memory')
    return { redisPeak: Number(/used_memory_peak:(\d+)/.exec(info)?.[1]), database: Number(rows[0]?.size) }
  } finally {
    await quitRedis(redis)
  }
}
