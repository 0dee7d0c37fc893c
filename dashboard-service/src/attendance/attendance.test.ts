import { Stage } from '../testing/stage.ts'
import { AttendanceList } from './attendance-list.ts'
import { attendanceRestRoutes } from './attendance-rest-routes.ts'
import { attendanceRoutes } from './attendance-routes.ts'
import { DayRecords } from './day-records.ts'

const DATES = ['2026-09-01', '2026-09-02', '2026-09-03', '2026-09-07']
let stage: Stage
let all: string[]

beforeAll(async () => {
  stage = await Stage.create([{ id: 1 }, { id: 2, timeZone: 'Asia/Tokyo' }], ({ pool, corrections, health }) => [
    ...attendanceRoutes(new AttendanceList(pool), corrections),
    ...attendanceRestRoutes({ records: new DayRecords(pool), corrections, health }),
  ])
  const { pool, ledger } = stage.parts
  const records = DATES.flatMap((date) => [
    ...[1, 2, 3].flatMap((id) => stage.stay(id, date, '06:10', '12:30', 36 + id)),
    ...[21, 22].flatMap((id) => stage.stay(id, date, '01:00', '07:00')),
  ])
  await ledger.apply(records)
  await pool.query(`INSERT INTO roster.classes (id, school_id, name) VALUES (7, 1, 'Owls')`)
  await pool.query('UPDATE roster.users SET class_id = 7 WHERE id IN (1, 2)')
  all = records.map(({ id }) => id).sort()
})
afterAll(() => stage.close())

const pages = async (who: string, query: string, limit: number) => {
  const ids: string[] = []
  for (let cursor = ''; ; ) {
    const { status, body } = await stage.get(who, `/api/attendances?limit=${limit}${query}${cursor}`)
    expect(status).toBe(200)
    ids.push(...body.data.map(({ id }: { id: string }) => id))
    if (!body.next) return ids
    cursor = `&cursor=${body.next}`
  }
}

test.each([1, 7, 1000])('pages of %i give each record once, in one order', async (limit) => {
  const ids = await pages('district', '', limit)
  expect(ids.toSorted()).toEqual(all)
  expect(ids).toEqual(await pages('district', '', 1000))
})

test.each([
  ['school=1', (id: number) => id <= 20],
  ['user=2', (id: number) => id === 2],
  ['class=7', (id: number) => id <= 2],
  ['temperatureMin=38', (id: number) => id === 2 || id === 3],
  ['temperatureMin=38&temperatureMax=38', (id: number) => id === 2],
])('%s: only what is asked for, the same in pages and in the table', async (query, wanted) => {
  const ids = await pages('district', `&${query}`, 3)
  const people = [1, 2, 3, 21, 22].filter(wanted)
  const each = query.startsWith('temperature') ? 1 : 2
  expect(ids).toHaveLength(DATES.length * people.length * each)
  expect(new Set(ids.map((id) => Number.parseInt(id, 10)))).toEqual(new Set(people))
  const csv = await stage.get('district', `/api/attendances?${query}&format=csv`)
  expect(
    csv.text
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0]),
  ).toEqual(ids)
})

test('dates and types narrow the list; a school sees its own', async () => {
  expect(await pages('district', '&from=2026-09-02&to=2026-09-03&type=checkin', 4)).toHaveLength(10)
  expect(await pages('school2', '', 100)).toHaveLength(16)
  expect((await stage.get('school2', '/api/attendances?school=1')).status).toBe(404)
  expect((await stage.get('school2', `/api/attendances/${all[0]}`)).status).toBe(404)
  expect((await stage.get('operator', '/api/attendances')).status).toBe(403)
  expect((await stage.get('district', '/api/attendances?cursor=nonsense')).status).toBe(400)
})

test('deleted is void: shown no longer unless asked for, kept for the audit, and its day is counted anew', async () => {
  const id = `1-i${Date.parse('2026-09-07T06:10:00Z')}`
  expect((await stage.call('viewer', 'DELETE', `/api/attendances/${id}`)).status).toBe(403)
  const deleted = await stage.call(
    'school1',
    'DELETE',
    `/api/attendances/${id}?reason=${encodeURIComponent('wrong card')}`,
  )
  expect(deleted).toMatchObject({ status: 200, body: { data: { id, void: true } } })
  expect((await stage.get('school1', `/api/attendances/${id}`)).status).toBe(404)
  expect((await stage.get('school1', `/api/attendances/${id}?include=void`)).status).toBe(200)
  expect(await pages('district', '&user=1', 100)).toHaveLength(7)
  expect(await pages('district', '&user=1&include=void', 100)).toHaveLength(8)
  expect((await stage.call('school1', 'DELETE', `/api/attendances/${id}`)).status).toBe(409)
  const { rows } = await stage.parts.pool.query(
    `SELECT caller_name, action, school_id, after->>'reason' AS reason FROM access.audit_log`,
  )
  expect(rows).toEqual([{ caller_name: 'Sara', action: 'correction.void', school_id: 1, reason: 'wrong card' }])
})

test('a day in a word: created, found, and in the list of everybody; one person may have many', async () => {
  const create = (body: unknown) => stage.call('school1', 'POST', '/api/v1/attendance/create', body)
  expect(await create({ id: 4, name: 'Person 4', status: 'Late', date: '2026-09-01' })).toMatchObject({
    status: 200,
    body: { message: 'Successfully created the record for the employee id: 4' },
  })
  await create({ id: '4', name: 'Person 4', status: 'Half Day', date: '2026-09-02' })
  expect((await create({ id: 4, name: 'x', status: 'Sleeping', date: '2026-09-02' })).status).toBe(400)
  expect((await create({ id: 25, name: 'x', status: 'Late', date: '2026-09-02' })).status).toBe(422)
  expect((await create({ id: "4' OR 1=1", name: 'x', status: 'Late', date: '2026-09-02' })).status).toBe(404)
  const one = await stage.get('school1', '/api/v1/attendance/search?id=4')
  const newest = { id: 4, name: 'Person 4', status: 'Half Day', date: '2026-09-02' }
  expect(one.body).toEqual({ ...newest, records: [newest, { ...newest, status: 'Late', date: '2026-09-01' }] })
  await create({ id: 5, name: 'Person 5', status: 'Leave', date: '2020-02-29' })
  const long = await stage.get('school1', '/api/v1/attendance/search?id=5')
  expect(long.body).toMatchObject({ id: 5, status: 'Leave', date: '2020-02-29' })
  expect((await stage.get('school1', '/api/v1/attendance/search?id=21')).status).toBe(404)
  expect((await stage.get('school1', '/api/v1/attendance/search')).status).toBe(400)

  const seen: string[] = []
  for (let cursor = ''; ; ) {
    const { body } = await stage.get('viewer', `/api/v1/attendance/search/all?limit=3${cursor}`)
    seen.push(...body.data.map((each: { id: number; date: string }) => `${each.date} ${each.id}`))
    if (!body.next) break
    cursor = `&cursor=${body.next}`
  }
  expect(seen).toHaveLength(DATES.length * 5 + 3)
  expect(seen).toEqual([...new Set(seen)])
})

test('health tells of Postgres and Redis to everybody', async () => {
  expect(await stage.get('', '/api/v1/attendance/health')).toMatchObject({
    status: 200,
    body: { message: 'Attendance is up', postgresql: 'up', redis: 'up', status: 'up' },
  })
  expect((await stage.get('', '/api/v1/attendance/health/detail')).status).toBe(401)
  expect((await stage.get('viewer', '/api/v1/attendance/health/detail')).body.dependencies.postgres.status).toBe('up')
})

test('a page deep in a big day reads its own rows and few more', async () => {
  const { pool, ledger } = stage.parts
  await ledger.ensurePartitions('2026-08-03', '2026-08-03')
  await pool.query(
    `INSERT INTO attendance.events (utc_date, user_id, at, type, school_id, local_date, received_at)
     SELECT '2026-08-03', 1000 + n, timestamptz '2026-08-03T05:00:00Z' + n % 3600 * interval '1 second', 'checkin', 1 + n % 9,
            '2026-08-03', now()
     FROM generate_series(1, 30000) AS n`,
  )
  await pool.query('ANALYZE attendance.events')
  const { rows } = await pool.query(
    `EXPLAIN (ANALYZE, FORMAT JSON) SELECT * FROM attendance.events WHERE utc_date = '2026-08-03'
       AND (school_id, at, user_id, type) < (5, '2026-08-03T05:30:00Z'::timestamptz, 20000, 'checkin'::attendance.transition)
     ORDER BY school_id DESC, at DESC, user_id DESC, type DESC LIMIT 10`,
  )
  const plan = JSON.stringify(rows[0])
  expect(plan).toContain('"Index Name":"events_20260803_school_id_at_idx"')
  const read = [...plan.matchAll(/"Actual Rows":([\d.]+)/g)].map((match) => Number(match[1]))
  expect(Math.max(...read)).toBeLessThan(60)
})
