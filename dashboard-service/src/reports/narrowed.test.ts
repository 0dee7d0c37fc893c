import { connectRedisOnce, createLogger, quitRedis, type Redis, readyRedis } from '@rollcall/platform'
import { sharedEngines } from '../../../tests/support/system.ts'
import { AnswerCache } from '../cache/answer-cache.ts'
import { rowsOfCsv, Stage } from '../testing/stage.ts'
import { Aggregate } from './aggregate.ts'
import { aggregateRoutes } from './aggregate-routes.ts'
import { InsideList } from './inside.ts'
import { PresenceReader } from './presence.ts'
import { RangeReports } from './range-reports.ts'
import { reportRoutes } from './report-routes.ts'
import { Scopes } from './scope.ts'

/** Tuesday to Friday. */
const DATES = ['2026-09-01', '2026-09-02', '2026-09-03', '2026-09-04']
const FRIDAY = '2026-09-04'
let stage: Stage
let redis: Redis
beforeAll(async () => {
  redis = connectRedisOnce(sharedEngines().redis, createLogger('test', 'silent'))
  await readyRedis(redis)
  stage = await Stage.create([{ id: 1 }, { id: 2 }], ({ pool, names }) => {
    const cache = new AnswerCache(redis, names, createLogger('test', 'silent'))
    const reading = { pool, presence: new PresenceReader(pool), cache }
    const scopes = new Scopes(pool)
    return [
      ...aggregateRoutes({ aggregate: new Aggregate(reading), scopes }),
      ...reportRoutes({ reports: new RangeReports(reading), inside: new InsideList(pool), scopes }),
    ]
  })
  const { pool, ledger } = stage.parts
  await pool.query(`INSERT INTO roster.classes (id, school_id, name) VALUES (1, 1, 'Owls')`)
  await pool.query('UPDATE roster.users SET class_id = 1 WHERE id <= 5')
  await pool.query(`UPDATE roster.enrolments SET from_date = '2026-09-01'`)
  // 1 to 9 are there every day, 8 and 9 late; 10 was once; nobody else comes, and 11 has leave on the Friday.
  await ledger.apply([
    ...DATES.flatMap((date) => [1, 2, 3, 4, 5, 6, 7].flatMap((id) => stage.stay(id, date, '06:00', '12:00'))),
    ...DATES.flatMap((date) => [8, 9].flatMap((id) => stage.stay(id, date, '07:00', '13:00'))),
    ...stage.stay(10, '2026-09-01', '06:00', '12:00'),
  ])
  await pool.query(`INSERT INTO attendance.excused_days VALUES (11, $1, 1, 'Sick')`, [FRIDAY])
})
afterAll(async () => {
  await stage?.close()
  await quitRedis(redis)
})

const SCHOOL = `/api/attendances/aggregate/school/1?date=${FRIDAY}`
const people = async (query: string) => {
  const { body } = await stage.get('school1', `${SCHOOL}${query}`)
  const csv = rowsOfCsv((await stage.get('school1', `${SCHOOL}${query}&format=csv`)).text)
  const ids = body.data.users.data.map(({ userId }: { userId: number }) => userId)
  expect(csv.map(({ userId }) => Number(userId))).toEqual(ids)
  return { ids, figures: body.data }
}

test.each([
  ['&status=present', [1, 2, 3, 4, 5, 6, 7, 8, 9], 'present'],
  ['&status=excused', [11], 'excused'],
  ['&status=absent', [10, 12, 13, 14, 15, 16, 17, 18, 19, 20], 'absent'],
  ['&late=true', [8, 9], 'late'],
  ['&status=not-recorded', [], 'notRecorded'],
  ['&period=week&late=true', [8, 9], 'late'],
])('narrowed by %s, the list and the table are those whom the figure counts', async (query, ids, figure) => {
  const narrowed = await people(query)
  expect(narrowed.ids).toEqual(ids)
  // The figures are of everybody all the same.
  expect([narrowed.figures[figure], narrowed.figures.enrolled]).toEqual([ids.length, 20])
})

test('a part of the name or of the class will do; pages go on until there are no more', async () => {
  expect((await people('&q=OWL&status=present')).ids).toEqual([1, 2, 3, 4, 5])
  expect((await people('&q=person%2012')).ids).toEqual([12])
  const { body } = await stage.get('school1', `${SCHOOL}&status=excused&limit=5`)
  expect(body.data.users).toEqual({ data: [], next: expect.any(String) })
  expect((await stage.get('school1', `${SCHOOL}&status=asleep`)).status).toBe(400)
})

test('a person’s week is told with the rule that decided about it', async () => {
  const { body } = await stage.get('school1', `/api/attendances/aggregate/user/10?period=week&date=${FRIDAY}`)
  expect(body.data.users.data).toMatchObject([
    { userId: 10, status: 'absent', why: { presentDays: 1, excusedDays: 0, schoolDays: 4 } },
  ])
  expect((await stage.get('school2', '/api/attendances/aggregate/user/10')).status).toBe(404)
})

test('who has leave on the last day can be left out of the list of calls', async () => {
  const path = `/api/reports/consecutive-absences?school=1&date=${FRIDAY}&atLeast=3`
  const ids = async (more = '') =>
    (await stage.get('school1', path + more)).body.data.map(
      ({ userId, days, lastStatus }: { userId: number; days: number; lastStatus: string }) => [
        userId,
        days,
        lastStatus,
      ],
    )
  const others = [12, 13, 14, 15, 16, 17, 18, 19, 20].map((id) => [id, 4, 'absent'])
  const missing = [...others, [10, 3, 'absent']]
  expect(await ids()).toEqual([...others, [10, 3, 'absent'], [11, 3, 'excused']])
  expect(await ids('&onLeave=false')).toEqual(missing)
  expect(await ids('&onLeave=true')).toEqual([[11, 3, 'excused']])
})
