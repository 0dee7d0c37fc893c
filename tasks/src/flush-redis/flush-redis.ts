import { overEverywhere } from '@rollcall/domain'
import type { Names, Redis } from '@rollcall/platform'
import { z } from 'zod'
import type { Task } from '../runs/task.ts'

/** The gate itself stops using a date one hour after it is over; twice that leaves nobody in the middle of a step. */
const KEPT_AFTER_DAY_MS = 2 * 3_600_000
const KEYS_AT_ONCE = 500

/** Frees the gate of dates that are over in every time zone. Only keys of the gate, by their names: nothing else is touched. */
export function flushRedis(redis: Redis, names: Names): Task {
  const prefix = names.key('gate:')
  return {
    name: 'flush-redis',
    about: 'deletes the gate of dates that are over',
    schedule: '17 * * * *',
    options: z.object({}),
    async run(_options, now) {
      let deleted = 0
      let kept = 0
      for await (const found of redis.scanStream({ match: `${prefix}*`, count: KEYS_AT_ONCE })) {
        const keys: string[] = found
        const over = keys.filter((key) => isOver(key.slice(prefix.length).split(':')[0] ?? '', now))
        kept += keys.length - over.length
        if (over.length > 0) deleted += await redis.unlink(...over)
      }
      return { deleted, kept }
    },
  }
}

function isOver(date: string, now: Date): boolean {
  const end = overEverywhere(date)
  return !Number.isNaN(end) && end + KEPT_AFTER_DAY_MS < now.getTime()
}
