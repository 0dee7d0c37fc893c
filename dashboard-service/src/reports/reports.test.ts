import { connectRedisOnce, createLogger, quitRedis, type Redis, readyRedis } from '@rollcall/platform'
import { awayFromMidnight } from '../../../tests/support/away-from-midnight.ts'
import { sharedEngines } from '../../../tests/support/system.ts'
import { AnswerCache } from '../cache/answer-cache.ts'
import { rowsOfCsv, Stage } from '../testing/stage.ts'
import { Aggregate } from './aggregate.ts'
import { aggregateRoutes } from './aggregate-routes.ts'
import { feverRoutes } from './fever-routes.ts'
import { Fevers } from './fevers.ts'
import { FIGURES } from './figures.ts'
import { InsideList } from './inside.ts'
import { PresenceReader } from './presence.ts'
import { RangeReports } from './range-reports.ts'
import { reportRoutes } from './report-routes.ts'
import { Scopes } from './scope.ts'

/** Tuesday to Friday, and the Monday after. */
const DATES = ['2026-09-01', '2026-09-02', '2026-09-03', '2026-09-04', '2026-09-07']
const MONDAY = '2026-09-07'
let stage: Stage
let redis: Redis

beforeAll(async () => {
  await awayFromMidnight('Europe/Berlin')
  redis = connectRedisOnce(sharedEngines().redis, createLogger('test', 'silent'))
  await readyRedis(redis)
  stage = await Stage.create([{ id: 1 }, { id: 2 }], ({ pool, ledger, names }) => {
    const cache = new AnswerCache(redis, names, createLogger('test', 'silent'))
    const reading = { pool, presence: new PresenceReader(pool), cache }
    const scopes = new Scopes(pool)
    return [
      ...aggregateRoutes({ aggregate: new Aggregate(reading), scopes }),
      ...reportRoutes({ reports: new RangeReports(reading), inside: new InsideList(pool), scopes }),
      ...feverRoutes({ fevers: new Fevers(pool), ledger, scopes }),
    ]
  })
  const { pool, ledger, corrections } = stage.parts
  await pool.query(`INSERT INTO roster.classes (id, school_id, name) VALUES (1, 1, 'Owls'), (2, 2, 'Bears')`)
  await pool.query('UPDATE roster.users SET class_id = CASE WHEN id <= 8 THEN 1 WHEN id BETWEEN 21 AND 25 THEN 2 END')
  await pool.query(`UPDATE roster.users SET name = '=HYPERLINK("x")' WHERE id = 3`)
  await pool.query(`UPDATE roster.enrolments SET from_date = '2026-09-01'`)
  // Person n is there on the first n days; 6 has 38.5 degrees; 7 is late; 8 leaves early; nobody else comes but 21 to 24.
  const records = DATES.flatMap((date, i) => [
    ...[1, 2, 3, 4, 5].filter((n) => n > i).flatMap((n) => stage.stay(n, date, '06:00', '12:00')),
    ...stage.stay(6, date, '06:00', '12:00', 38.5),
    ...stage.stay(7, date, '07:00', '13:00'),
    ...stage.stay(8, date, '06:00', '07:00'),
    ...[21, 22, 23, 24].flatMap((n) => stage.stay(n, date, '06:00', '12:00')),
  ])
  await ledger.apply(records)
  await pool.query(`INSERT INTO attendance.excused_days SELECT 9, date, 1, 'Sick' FROM unnest($1::date[]) AS date`, [
    DATES,
  ])
  const mark = { kind: 'mark' as const, status: 'Present' as const, reason: 'on a trip', userId: 10, localDate: MONDAY }
  await corrections.make(mark, {
    caller: { kind: 'admin', id: 1, name: 'Dora', role: 'district', schools: null },
    requestId: 'x',
  })
  // Inside at this moment, whatever the date is.
  const now = Date.now()
  await ledger.apply([stage.record(11, 'checkin', now - 1_000), stage.record(31, 'checkin', now - 1_000)])
})
afterAll(async () => {
  await quitRedis(redis)
  await stage.close()
})

const aggregate = async (who: string, of: string, query = `date=${MONDAY}`) =>
  (await stage.get(who, `/api/attendances/aggregate/${of}?${query}`)).body.data

test('a school’s day: who was there, compared with the last school day, behind the weekend', async () => {
  expect(await aggregate('school1', 'school/1')).toMatchObject({
    from: MONDAY,
    schoolDays: 1,
    enrolled: 20,
    present: 4,
    absent: 15,
    excused: 1,
    notRecorded: 0,
    late: 1,
    insideNow: 1,
    asOf: '2026-09-07T13:00:00.000Z',
    previous: { from: '2026-09-04', enrolled: 20, present: 4, absent: 15 },
    change: { enrolled: 0, present: 0, absent: 0 },
  })
  expect(await aggregate('school1', 'class/1')).toMatchObject({ enrolled: 8, present: 3, absent: 5, insideNow: 0 })
  expect(await aggregate('school1', 'user/10')).toMatchObject({ enrolled: 1, present: 1, previous: { present: 0 } })
})

test('a week and a month: present on more than four fifths of their days; before they were enrolled they are in no number', async () => {
  const month = await aggregate('school1', 'school/1', `period=month&date=${DATES[4]}`)
  expect(month.from).toBe('2026-09-01')
  const week = await aggregate('school1', 'school/1', 'period=week&date=2026-09-06')
  // Of the four days from Tuesday: 4 and 5 were there on all, 6 and 7 too; 9 was excused.
  expect(week).toMatchObject({
    from: '2026-08-31',
    schoolDays: 5,
    enrolled: 20,
    present: 4,
    excused: 1,
    absent: 15,
    previous: { from: '2026-08-24', enrolled: 0 },
  })
  const five = week.users.data.find(({ userId }: { userId: number }) => userId === 3)
  expect(five).toMatchObject({ status: 'absent', why: { presentDays: 3, schoolDays: 4 } })
})

test('each person has a status and its reason', async () => {
  const { users } = await aggregate('school1', 'school/1')
  const why = Object.fromEntries(users.data.map((each: { userId: number; why: object }) => [each.userId, each.why]))
  expect(why).toMatchObject({
    1: { rule: 'nothing came' },
    6: { rule: 'more than 4 hours', minutes: 360 },
    8: { rule: '4 hours or less', minutes: 60 },
    9: { rule: 'approved leave' },
    10: { rule: 'marked by hand', mark: 'Present' },
  })
})

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers are what the test looks at
type Body = any
const paged = async (who: string, path: string, list: (body: Body) => Body[], limit: number) => {
  const all: Body[] = []
  for (let cursor = ''; ; ) {
    const { status, body } = await stage.get(who, `${path}&limit=${limit}${cursor}`)
    expect([path, status]).toEqual([path, 200])
    all.push(...list(body))
    const next = body.next ?? body.data.users?.next
    if (!next) return all
    cursor = `&cursor=${next}`
  }
}
const countBy = (rows: { status: string }[]) => ({
  enrolled: rows.length,
  present: rows.filter(({ status }) => status === 'present').length,
  absent: rows.filter(({ status }) => status === 'absent').length,
  excused: rows.filter(({ status }) => status === 'excused').length,
  notRecorded: rows.filter(({ status }) => status === 'not-recorded').length,
})
const table = async (who: string, path: string) => {
  const { status, text, headers } = await stage.get(who, `${path}&format=csv`)
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
  return rowsOfCsv(text)
}

const READERS = [
  ['district', [1, 2]],
  ['viewer', [1, 2]],
  ['school1', [1]],
  ['school2', [2]],
] as const

describe.each(READERS)('%s', (who, schools) => {
  const others = [1, 2].filter((id) => !(schools as readonly number[]).includes(id))

  test.each(['day', 'week', 'month'])('the table, the list and the total of a %s agree', async (period) => {
    for (const of of [...schools.map((id) => `school/${id}`), ...schools.map((id) => `class/${id}`)]) {
      const path = `/api/attendances/aggregate/${of}?period=${period}&date=${MONDAY}`
      const { body } = await stage.get(who, path)
      const list = await paged(who, path, ({ data }) => data.users.data, 7)
      expect(body.data).toMatchObject(countBy(list))
      const csv = await table(who, path)
      expect(csv.map(({ userId, status }) => [Number(userId), status])).toEqual(
        list.map(({ userId, status }) => [userId, status]),
      )
      expect(body.data).toMatchObject(countBy(csv as unknown as { status: string }[]))
    }
    const path = `/api/attendances/aggregate/district?period=${period}&date=${MONDAY}`
    const { data } = (await stage.get(who, path)).body
    const csv = await table(who, path)
    expect(csv.map(({ id }) => Number(id))).toEqual([...schools])
    for (const figure of FIGURES) {
      expect(csv.reduce((total, row) => total + Number(row[figure]), 0)).toBe(data[figure])
      expect(data.schools.reduce((total: number, row: Record<string, number>) => total + (row[figure] ?? 0), 0)).toBe(
        data[figure],
      )
    }
  })

  test.each([
    ['trend?from=2026-09-01&to=2026-09-07', ({ data }: Body) => data, 'date'],
    ['fevers?from=2026-09-01&to=2026-09-07', ({ data }: Body) => data, 'id'],
    ['inside?x=1', ({ data }: Body) => data, 'userId'],
  ] as const)('%s: the table is the list', async (report, list, key) => {
    const path = `/api/reports/${report}`
    const paging = report.startsWith('trend') ? (await stage.get(who, path)).body.data : await paged(who, path, list, 2)
    const csv = await table(who, path)
    expect(csv.map((row) => row[key])).toEqual(paging.map((row: Record<string, unknown>) => String(row[key])))
    expect(csv.length).toBeGreaterThanOrEqual(report.startsWith('fevers') && who === 'school2' ? 0 : 1)
  })

  test.each([
    ['chronic-absence?from=2026-09-01&to=2026-09-07', ({ data }: Body) => data.people],
    ['consecutive-absences?date=2026-09-07&atLeast=1', ({ data }: Body) => data],
    ['month-sheet?month=2026-09', ({ data }: Body) => data.people],
  ] as const)('%s: the table is the list, of each school', async (report, list) => {
    for (const id of schools) {
      const path = `/api/reports/${report}&school=${id}`
      const rows = await paged(who, path, list, 6)
      const csv = await table(who, path)
      expect(csv.map(({ userId }) => Number(userId))).toEqual(rows.map(({ userId }) => userId))
      expect(rows.length).toBeGreaterThan(0)
    }
  })

  test('the figures of a date are the same in the day, the trend and the sheet; inside is what the list has', async () => {
    for (const id of schools) {
      const day = await aggregate(who, `school/${id}`)
      const trend = (await stage.get(who, `/api/reports/trend?school=${id}&from=${MONDAY}&to=${MONDAY}`)).body.data
      const sheet = (await stage.get(who, `/api/reports/month-sheet?school=${id}&month=2026-09`)).body.data
      const place = sheet.dates.indexOf(MONDAY)
      const figures = Object.fromEntries(FIGURES.map((figure) => [figure, day[figure]]))
      expect(trend).toEqual([{ date: MONDAY, ...figures }])
      expect(sheet.totals[place]).toEqual({ date: MONDAY, ...figures })
      const statuses = sheet.people.map(({ days }: { days: string[] }) => ({ status: days[place] }))
      expect(figures).toMatchObject(countBy(statuses))
      const inside = (await stage.get(who, `/api/reports/inside?school=${id}`)).body
      expect([inside.total, inside.data.length]).toEqual([day.insideNow, day.insideNow])
    }
  })

  test('what is not theirs is not there', async () => {
    for (const id of others) {
      for (const path of [
        `/api/attendances/aggregate/school/${id}?x=1`,
        `/api/attendances/aggregate/class/${id}?x=1`,
        `/api/attendances/aggregate/user/${id * 20}?x=1`,
        `/api/reports/trend?school=${id}`,
        `/api/reports/chronic-absence?school=${id}`,
        `/api/reports/month-sheet?month=2026-09&class=${id}`,
        `/api/reports/inside?school=${id}`,
        `/api/reports/fevers?class=${id}`,
      ])
        expect([path, (await stage.get(who, path)).status]).toEqual([path, 404])
    }
  })
})

test('bands are shares of school days missed; who has missed most comes first', async () => {
  const { body } = await stage.get('school1', `/api/reports/chronic-absence?school=1&from=2026-09-01&to=${MONDAY}`)
  expect(body.data.bands).toEqual({ 'under 5 %': 3, '5 to 10 %': 0, '10 to 20 %': 0, '20 % and over': 17 })
  const missed = body.data.people.map((each: { missed: number }) => each.missed)
  expect(missed).toEqual(missed.toSorted((a: number, b: number) => b - a))
  const nine = body.data.people.find(({ userId }: { userId: number }) => userId === 9)
  expect(nine).toMatchObject({ missed: 5, excused: 5, percent: 100 })
})

test('whom to call: days in a row, without those who have leave', async () => {
  const { body } = await stage.get('school1', `/api/reports/consecutive-absences?school=1&date=${MONDAY}&atLeast=3`)
  const days = Object.fromEntries(body.data.map((each: { userId: number; days: number }) => [each.userId, each.days]))
  expect(days).toMatchObject({ 1: 4, 2: 3, 8: 5 })
  expect(Object.keys(days)).not.toEqual(expect.arrayContaining(['3']))
  expect(days[9]).toBeUndefined()
  expect(days[10]).toBeUndefined()
})

test('a fever is followed up, with a line in the audit log; a viewer only looks', async () => {
  const path = `/api/reports/fevers/${MONDAY}/users/6`
  const noted = await stage.call('school1', 'PATCH', path, {
    recheck: 37.4,
    calledAt: '2026-09-07T08:00:00+02:00',
    owner: 'Nina',
  })
  expect(noted).toMatchObject({
    status: 200,
    body: { data: { reading: 38.5, recheck: 37.4, calledAt: '2026-09-07T06:00:00.000Z', owner: 'Nina' } },
  })
  await stage.call('school1', 'PATCH', path, { owner: null })
  const { body } = await stage.get('viewer', `/api/reports/fevers?from=${MONDAY}&to=${MONDAY}`)
  expect(body.data).toMatchObject([{ userId: 6, recheck: 37.4, owner: null }])
  expect((await stage.call('viewer', 'PATCH', path, {})).status).toBe(403)
  expect((await stage.call('school2', 'PATCH', path, {})).status).toBe(404)
  expect((await stage.call('school1', 'PATCH', `/api/reports/fevers/${MONDAY}/users/5`, {})).status).toBe(404)
  const { rows } = await stage.parts.pool.query(
    `SELECT count(*) FROM access.audit_log WHERE action = 'fever.follow-up'`,
  )
  expect(rows[0].count).toBe(2)
})

test('a spreadsheet does not compute a name', async () => {
  const { text } = await stage.get('school1', `/api/attendances/aggregate/school/1?date=${MONDAY}&format=csv`)
  expect(text).toContain(`"'=HYPERLINK(""x"")"`)
})

test.each(['period=year', 'date=2026-13-01', 'limit=0', 'cursor=nonsense'])('%s is refused', async (query) => {
  expect((await stage.get('district', `/api/attendances/aggregate/school/1?${query}`)).status).toBe(400)
})

test('a kept answer is given until something changes that it rests on: a record, a correction, people, a holiday, leave', async () => {
  const { pool, ledger } = stage.parts
  const ask = async (path = 'school/1') => {
    const { headers, body } = await stage.get('school1', `/api/attendances/aggregate/${path}?date=2026-09-02`)
    return [headers.get('x-cache'), body.data.enrolled, body.data.present, body.data.excused]
  }
  await ask()
  expect(await ask()).toEqual(['hit', 20, 6, 1])
  await ledger.apply(stage.stay(12, '2026-09-02', '06:00', '12:00'))
  expect(await ask()).toEqual(['miss', 20, 7, 1])
  await pool.query(
    `INSERT INTO attendance.excused_days (user_id, local_date, reason) VALUES (13, '2026-09-02', 'Sick')`,
  )
  expect(await ask()).toEqual(['miss', 20, 7, 2])
  await pool.query(`UPDATE roster.enrolments SET to_date = '2026-09-01' WHERE user_id = 14`)
  expect(await ask()).toEqual(['miss', 19, 7, 2])
  expect(await ask()).toEqual(['hit', 19, 7, 2])
  await pool.query(`INSERT INTO roster.holidays VALUES (1, '2026-09-02', 'Founders’ day')`)
  expect(await ask()).toEqual(['miss', 0, 0, 0])
  await pool.query('DELETE FROM roster.holidays')
  expect(await ask()).toEqual(['miss', 19, 7, 2])
  await pool.query(`UPDATE roster.users SET name = 'Another' WHERE id = 15`)
  const renamed = await aggregate('school1', 'school/1', 'date=2026-09-02')
  expect(renamed.users.data.find(({ userId }: { userId: number }) => userId === 15).name).toBe('Another')
})
