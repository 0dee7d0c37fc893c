import { createLogger } from '@rollcall/platform'
import { NotSeen, part } from './part.ts'

const log = createLogger('test', 'silent')
const asOf = new Date('2026-11-20T08:00:00Z')

test('what is read is told with its time, and read once for all who ask at that moment', async () => {
  let reads = 0
  const ask = part('Mongo does not answer', log, async () => {
    reads += 1
    return { asOf, value: reads }
  })
  expect(await Promise.all([ask(), ask()])).toEqual(Array(2).fill({ asOf, value: 1, reason: null }))
})

test.each([
  ['a reason for people is told', new NotSeen('Kafka has not been looked at yet'), 'Kafka has not been looked at yet'],
  ['any other stays inside', new Error('connect ECONNREFUSED 10.0.0.7:27017'), 'Mongo does not answer'],
])('what can’t be read is null: %s', async (_what, error, reason) => {
  const ask = part('Mongo does not answer', log, () => Promise.reject(error))
  expect(await ask()).toEqual({ asOf: expect.any(Date), value: null, reason })
})

test('what hangs is told as away, and holds nobody up', async () => {
  const ask = part('Mongo does not answer', log, () => new Promise<never>(() => {}))
  expect(await ask()).toMatchObject({ value: null, reason: 'Mongo does not answer' })
})
