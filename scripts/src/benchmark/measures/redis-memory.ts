import { CheckInGate, type Passage } from '@rollcall/attendance-service'
import { TimeZoneDays } from '@rollcall/domain'
import {
  connectRedis,
  connectRedisOnce,
  createLogger,
  Names,
  quitRedis,
  type Redis,
  readyRedis,
} from '@rollcall/platform'
import type { Stack } from '../../stack/stack.ts'
import { rounded } from '../figures.ts'
import type { Layout } from '../result.ts'

const log = createLogger('benchmark', 'silent')
const PEOPLE_A_CALL = 4_096
/** More than any of the layouts takes, for the room that a given Redis must have. */
const BYTES_AT_MOST = 150

interface Filling {
  readonly redis: Redis
  readonly url: string
  readonly prefix: string
  readonly people: number
  readonly done: (people: number) => void
}

/** With one transition of so many people in this layout: what Redis' memory grows by, a person. */
export async function bytesPerUser(
  stack: Stack,
  layout: Layout,
  people: number,
  done: (people: number) => void,
): Promise<number> {
  const redis = connectRedis(stack.urls.redis, log)
  const prefix = stack.names.key(`memory-${layout}`)
  try {
    // Ours takes as much as it needs; from somebody else's only what is free may be taken.
    if (stack.engines.redis) await redis.config('SET', 'maxmemory', '0')
    const some = stack.engines.redis ? people : Math.min(people, await room(redis))
    const before = await usedMemory(redis)
    await fillings[layout]({ redis, url: stack.urls.redis, prefix, people: some, done })
    const after = await usedMemory(redis)
    await empty(redis, prefix)
    return rounded((after - before) / some, 1)
  } finally {
    await quitRedis(redis)
  }
}

const fillings: Record<Layout, (filling: Filling) => Promise<void>> = {
  plain: (filling) => fillByScript(filling, `redis.call('SET', KEYS[1] .. person, ARGV[3])`),
  hash: (filling) =>
    fillByScript(filling, `redis.call('HSET', KEYS[1] .. math.floor(person / 100), person % 100, ARGV[3])`),
  gate: fillGate,
}

/** A key or a field for each of these people, with the time of the check-in. */
async function fillByScript({ redis, prefix, people, done }: Filling, line: string): Promise<void> {
  const script = `for person = tonumber(ARGV[1]), tonumber(ARGV[2]) do ${line} end`
  for (let first = 1; first <= people; first += PEOPLE_A_CALL) {
    const last = Math.min(people, first + PEOPLE_A_CALL - 1)
    await redis.eval(script, 1, `${prefix}:${day.date}:`, first, last, Date.now())
    done(last)
  }
}

const day = new TimeZoneDays('UTC').dayAt(Date.now())

/** By the gate's own steps, so that it is what attendance-service leaves there. */
async function fillGate({ url, prefix, people, done }: Filling): Promise<void> {
  const redis = connectRedisOnce(url, log)
  try {
    await readyRedis(redis)
    const gate = new CheckInGate(redis, new Names(prefix), async () => false, log)
    await gate.prepare()
    for (let first = 1; first <= people; first += PEOPLE_A_CALL) {
      const count = Math.min(PEOPLE_A_CALL, people - first + 1)
      const passages = Array.from(
        { length: count },
        (_, index): Passage => ({
          userId: first + index,
          day,
          type: 'checkin',
          at: day.startsAt + 8 * 3_600_000 + (index % 3_600) * 1_000,
          late: false,
          evenIfRepeat: false,
        }),
      )
      const { epochToken, answers } = await gate.look(passages)
      if (answers.some((answer) => answer !== 'go on')) throw new Error('the gate already knew somebody')
      await gate.mark(epochToken, passages)
      done(first + count - 1)
    }
  } finally {
    await quitRedis(redis)
  }
}

/** Freed in the background: the next layout begins when that is done. */
async function empty(redis: Redis, prefix: string): Promise<void> {
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 10_000 }))
    if (keys.length > 0) await redis.unlink(keys)
  while ((await memory(redis, 'lazyfree_pending_objects')) > 0) await redis.ping()
}

const usedMemory = (redis: Redis) => memory(redis, 'used_memory')

async function room(redis: Redis): Promise<number> {
  const most = await memory(redis, 'maxmemory')
  return most === 0 ? Number.POSITIVE_INFINITY : Math.floor((most - (await usedMemory(redis))) / BYTES_AT_MOST)
}

async function memory(redis: Redis, field: string): Promise<number> {
  const [, value] = new RegExp(`^${field}:(\\d+)`, 'm').exec(await redis.info('memory')) ?? []
  return Number(value)
}
