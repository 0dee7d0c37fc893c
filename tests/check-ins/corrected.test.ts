import { GateDoubt, Ledger } from '@rollcall/ledger'
import { connectRedisOnce, createLogger, quitRedis, type Redis, readyRedis } from '@rollcall/platform'
import { checkIn } from '../support/client.ts'
import { counters, userDay } from '../support/day-rows.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

let system: System
let edge: ServiceProcess
let redis: Redis

beforeAll(async () => {
  system = await System.create()
  edge = await system.start('attendance-service')
  await system.start('dashboard-service')
  redis = connectRedisOnce(system.engines.redis, createLogger('test', 'silent'))
  await readyRedis(redis)
})
afterAll(async () => {
  await quitRedis(redis)
  await system.close()
})

test('whose check-in was voided can check in again, and is counted once', async () => {
  const ledger = new Ledger(system.pool, new GateDoubt(redis, system.names))
  const send = (timestamp: number) =>
    checkIn(edge, system.deviceKey, { userId: 1, type: 'checkin', timestamp }).then(({ status }) => status)
  const at = Date.now() - 60_000
  expect(await send(at)).toBe(201)
  const localDate = await waitFor('the day', async () => {
    const { rows } = await system.pool.query('SELECT local_date AS date FROM attendance.user_days WHERE user_id = 1')
    return rows[0]?.date as string | undefined
  })
  expect(await send(at + 1_000)).toBe(200)

  await ledger.correct({
    kind: 'void',
    userId: 1,
    schoolId: 1,
    localDate,
    target: { at, type: 'checkin' },
    reason: 'somebody else held the card',
    madeBy: 'test',
  })
  expect(await userDay(system.pool, 1)).toMatchObject({ came: false, insideSince: null })
  expect(await counters(system.pool)).toMatchObject({ came: 0, inside: 0 })

  expect(await send(at + 2_000)).toBe(201)
  await waitFor('the second check-in', async () => (await userDay(system.pool, 1))?.came)
  expect(await counters(system.pool)).toMatchObject({ came: 1, inside: 1 })
})

test('without Redis a correction changes nothing, not even half', async () => {
  const broken = { raise: () => Promise.reject(new Error('Redis does not answer')) }
  const at = Date.now() - 60_000
  await checkIn(edge, system.deviceKey, { userId: 2, type: 'checkin', timestamp: at })
  const before = await waitFor('the day', () => userDay(system.pool, 2))
  const { rows } = await system.pool.query('SELECT local_date AS date FROM attendance.user_days WHERE user_id = 2')
  const correcting = new Ledger(system.pool, broken).correct({
    kind: 'void',
    userId: 2,
    schoolId: 1,
    localDate: rows[0].date,
    target: { at, type: 'checkin' },
    reason: 'in vain',
    madeBy: 'test',
  })
  await expect(correcting).rejects.toThrow('Redis does not answer')
  expect(await userDay(system.pool, 2)).toEqual(before)
  const kept = await system.pool.query('SELECT count(*)::int AS count FROM attendance.corrections WHERE user_id = 2')
  expect(kept.rows[0].count).toBe(0)
})
