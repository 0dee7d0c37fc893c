import { createHash, randomUUID } from 'node:crypto'
import { jest } from '@jest/globals'
import { connectRedisOnce, createLogger, Names, quitRedis, type Redis, readyRedis } from '@rollcall/platform'
import fc from 'fast-check'
import { sharedEngines } from '../../../tests/support/system.ts'
import { AnswerCache } from './answer-cache.ts'

const log = createLogger('test', 'silent')
const connections: Redis[] = []
const connect = async () => {
  const redis = connectRedisOnce(sharedEngines().redis, log)
  connections.push(redis)
  await readyRedis(redis)
  return redis
}
const fresh = async (names = new Names(`t${randomUUID().slice(0, 8)}`)) => new AnswerCache(await connect(), names, log)
afterAll(() => Promise.all(connections.map(quitRedis)))

test('an answer is given to nobody but who asked for it: by school, query, caller and version', async () => {
  const cache = await fresh()
  const word = fc.constantFrom('aggregate', 'trend', '1', '11', '', ',', '"', '1","1')
  const question = fc.array(fc.oneof(word, fc.integer({ min: 0, max: 12 }), fc.constant(null), fc.array(word)), {
    maxLength: 5,
  })
  await fc.assert(
    fc.asyncProperty(fc.array(question, { minLength: 1, maxLength: 20 }), async (questions) => {
      const answers = await Promise.all(questions.map((key) => cache.read(key, async () => JSON.stringify(key))))
      expect(answers.map(({ value }) => value)).toEqual(questions.map((key) => JSON.stringify(key)))
    }),
    { numRuns: 50 },
  )
})

test('a storm on one cold question is computed once, over two instances', async () => {
  const names = new Names(`t${randomUUID().slice(0, 8)}`)
  const instances = await Promise.all([fresh(names), fresh(names)])
  let computed = 0
  const compute = async () => {
    computed++
    await new Promise((resolve) => setTimeout(resolve, 50))
    return 'the answer'
  }
  const storm = Array.from({ length: 200 }, (_, i) => instances[i % 2]?.read(['cold'], compute))
  const answers = await Promise.all(storm)
  expect(new Set(answers.map((answer) => answer?.value))).toEqual(new Set(['the answer']))
  expect(computed).toBe(1)
  expect((await instances[0]?.read(['cold'], compute))?.state).toBe('hit')
})

test('a failure is kept for nobody, and holds nobody up', async () => {
  const cache = await fresh()
  await expect(cache.read(['x'], () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await cache.read(['x'], async () => 1)).toEqual({ value: 1, state: 'miss' })
})

test('a question that is part of another does not wait for it, also where both share a slot', async () => {
  const slot = (key: unknown[]) => createHash('sha256').update(JSON.stringify(key)).digest().readUInt32BE() % 4_096
  const part = Array.from({ length: 100_000 }, (_, i) => ['part', i]).find((key) => slot(key) === slot(['whole'])) ?? []
  const redis = await connect()
  const cache = new AnswerCache(redis, new Names(`t${randomUUID().slice(0, 8)}`), log)
  const sets = jest.spyOn(redis, 'set')
  const { value } = await cache.read(['whole'], async () => (await cache.read(part, async () => 1)).value + 1)
  expect(value).toBe(2)
  // Two leases, two answers.
  expect(sets).toHaveBeenCalledTimes(4)
})

test('what is too long is computed each time, and kept by nobody', async () => {
  const cache = await fresh()
  const long = async () => 'x'.repeat(70_000)
  expect((await cache.read(['long'], long)).state).toBe('miss')
  expect((await cache.read(['long'], long)).state).toBe('miss')
})

test('without Redis everything is computed: slower, not broken', async () => {
  const redis = await connect()
  const cache = new AnswerCache(redis, new Names('gone'), log)
  redis.disconnect()
  expect(await cache.read(['x'], async () => 1)).toEqual({ value: 1, state: 'bypass' })
  expect(await cache.read(['x'], async () => 2)).toEqual({ value: 2, state: 'bypass' })
})
