import { connectRedisOnce, createLogger, quitRedis, type Redis, readyRedis } from '@rollcall/platform'
import { sharedEngines } from '../../../tests/support/system.ts'
import { AnswerCache } from '../cache/answer-cache.ts'
import { CALLERS, Stage } from '../testing/stage.ts'
import { Aggregate } from './aggregate.ts'
import { aggregateRoutes } from './aggregate-routes.ts'
import { PresenceReader } from './presence.ts'
import { Scopes } from './scope.ts'

// What the cache knows of a day must not outlive a change of the day before, or of who is enrolled.
const [THURSDAY, FRIDAY] = ['2026-09-03', '2026-09-04'] as const
const silent = createLogger('test', 'silent')
let stage: Stage
let redis: Redis

beforeAll(async () => {
  redis = connectRedisOnce(sharedEngines().redis, silent)
  await readyRedis(redis)
  stage = await Stage.create([{ id: 1 }, { id: 2 }], ({ pool, names }) => {
    const cache = new AnswerCache(redis, names, silent)
    const aggregate = new Aggregate({ pool, presence: new PresenceReader(pool), cache })
    return aggregateRoutes({ aggregate, scopes: new Scopes(pool) })
  })
  await stage.parts.pool.query(`INSERT INTO roster.classes (id, school_id, name) VALUES (1, 1, 'Owls')`)
  await stage.parts.pool.query('UPDATE roster.users SET class_id = 1 WHERE id <= 4')
  const stays = [1, 2, 3].flatMap((n) => stage.stay(n, THURSDAY, '06:00', '12:00'))
  await stage.parts.ledger.apply([...stays, ...stage.stay(1, FRIDAY, '06:00', '12:00')])
})
afterAll(async () => {
  await quitRedis(redis)
  await stage.close()
})

/** [enrolled, present] of Friday, then of the day before. */
async function figures(of: string): Promise<number[]> {
  const { status, body } = await stage.get('district', `/api/attendances/aggregate/${of}?date=${FRIDAY}`)
  expect(status).toBe(200)
  const { enrolled, present, previous } = body.data
  expect(previous.from).toBe(THURSDAY)
  return [enrolled, present, previous.enrolled, previous.present]
}
const all = async () => [
  await figures('school/1'),
  await figures('class/1'),
  await figures('user/2'),
  await figures('district'),
]

test('records of the day, and then of the day before', async () => {
  expect(await all()).toEqual([
    [20, 1, 20, 3],
    [4, 1, 4, 3],
    [1, 0, 1, 1],
    [40, 1, 40, 3],
  ])
  await stage.parts.ledger.apply(stage.stay(2, FRIDAY, '06:00', '12:00'))
  expect(await all()).toEqual([
    [20, 2, 20, 3],
    [4, 2, 4, 3],
    [1, 1, 1, 1],
    [40, 2, 40, 3],
  ])
  await stage.parts.ledger.apply(stage.stay(4, THURSDAY, '06:00', '12:00'))
  expect(await all()).toEqual([
    [20, 2, 20, 4],
    [4, 2, 4, 4],
    [1, 1, 1, 1],
    [40, 2, 40, 4],
  ])
})

test('a correction of the day before', async () => {
  const mark = { kind: 'mark' as const, status: 'Absent' as const, reason: 'was seen elsewhere', userId: 2 }
  await stage.parts.corrections.make(
    { ...mark, localDate: THURSDAY },
    { caller: CALLERS.district as NonNullable<(typeof CALLERS)['district']>, requestId: 'x' },
  )
  expect(await all()).toEqual([
    [20, 2, 20, 3],
    [4, 2, 4, 3],
    [1, 1, 1, 0],
    [40, 2, 40, 3],
  ])
})

test('people who leave, and people who change their class', async () => {
  const { pool } = stage.parts
  await pool.query(`UPDATE roster.enrolments SET to_date = $1 WHERE user_id = 20`, [THURSDAY])
  await pool.query('UPDATE roster.users SET class_id = NULL WHERE id = 3')
  expect(await all()).toEqual([
    [19, 2, 20, 3],
    [3, 2, 3, 2],
    [1, 1, 1, 0],
    [39, 2, 40, 3],
  ])
  await pool.query(`DELETE FROM roster.enrolments WHERE user_id = 20`)
  expect(await figures('school/1')).toEqual([19, 2, 19, 3])
})

test('a holiday on the day before', async () => {
  await stage.parts.pool.query(`INSERT INTO roster.holidays (school_id, date, name) VALUES (1, $1, 'A feast')`, [
    THURSDAY,
  ])
  const { body } = await stage.get('district', `/api/attendances/aggregate/school/1?date=${FRIDAY}`)
  expect(body.data.previous).toMatchObject({ from: '2026-09-02', present: 0 })
})
