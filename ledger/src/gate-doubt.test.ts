import { gateKey } from '@rollcall/domain'
import { connectRedisOnce, createLogger, Names, quitRedis, type Redis } from '@rollcall/platform'
import { putSlot, slotIn } from '../../tests/support/gate-slot.ts'
import { GateDoubt } from './gate-doubt.ts'

const DATE = '2026-11-20'
const NOON = () => Date.parse(`${DATE}T12:00:00Z`)
const silent = createLogger('test', 'silent')
const names = new Names(`doubt-${process.pid}-${Date.now() % 100_000}`)
let redis: Redis
let doubt: GateDoubt

beforeAll(async () => {
  redis = connectRedisOnce(process.env.TEST_REDIS_URL ?? '', silent)
  await new Promise((resolve) => redis.once('ready', resolve))
  doubt = new GateDoubt(redis, names, NOON)
})
afterEach(async () => {
  const keys = await redis.keys(names.key('gate:*'))
  if (keys.length > 0) await redis.del(keys)
})
afterAll(() => quitRedis(redis))

const key = (userId: number) => names.key(gateKey(DATE, userId))
const held = (userId: number) => slotIn(redis, key(userId), userId)
const put = (userId: number, text: string) => putSlot(redis, key(userId), userId, text)

test.each([
  [null, '!1'],
  ['!1', '!2'],
  ['123456', '123456!1'],
  ['123456!9', '123456!10'],
  ['123456!255', '123456!255'],
  ['0', '0!1'],
])('%s becomes %s: the number stays', async (before, after) => {
  if (before !== null) await put(7, before)
  await doubt.raise([{ userId: 7, localDate: DATE }])
  expect(await held(7)).toBe(after)
})

test('everybody concerned is in doubt, and nobody else', async () => {
  await put(5001, '42')
  await doubt.raise(Array.from({ length: 5_000 }, (_, i) => ({ userId: i + 1, localDate: DATE })))
  const values = await Promise.all([1, 511, 512, 2_500, 5_000].map(held))
  expect(values).toEqual(['!1', '!1', '!1', '!1', '!1'])
  expect(await held(5001)).toBe('42')
})

test('a date that the gate has forgotten is left alone: nobody would delete its key', async () => {
  await doubt.raise([
    { userId: 1, localDate: '2026-11-18' },
    { userId: 1, localDate: '2026-11-19' },
  ])
  expect(await redis.keys(names.key('gate:*'))).toEqual([names.key(gateKey('2026-11-19', 1))])
})

test('it rejects when Redis does not answer', async () => {
  const nowhere = connectRedisOnce('redis://127.0.0.1:1', silent)
  await expect(new GateDoubt(nowhere, names, NOON).raise([{ userId: 1, localDate: DATE }])).rejects.toThrow()
  nowhere.disconnect()
})

test('it rejects when Redis holds something else in the place', async () => {
  await redis.hset(key(1), 'not', 'a page')
  await expect(doubt.raise([{ userId: 1, localDate: DATE }])).rejects.toThrow('WRONGTYPE')
})
