import { migrateUp } from '@rollcall/database'
import { Ledger } from '@rollcall/ledger'
import { type Pool, verifyPassword } from '@rollcall/platform'
import { type FreshDatabase, freshDatabase } from '../../../database/src/testing/fresh-database.ts'
import { SomebodyElses } from './district-notes.ts'
import { recordsOf } from './past-days.ts'
import { seedDistrict } from './seed-district.ts'
import { writePastDays } from './write-past-days.ts'

const NOW = Date.parse('2026-11-20T09:00:00Z')
const OPTIONS = { seed: 3, schools: 4, users: 600, days: 3 }
let database: FreshDatabase
let pool: Pool
let lines: string[]

beforeEach(async () => {
  database = await freshDatabase()
  pool = database.pool
  lines = []
  await migrateUp(pool)
})
afterEach(() => database.drop())

const seed = (more: Partial<Parameters<typeof seedDistrict>[0]> = {}) =>
  seedDistrict({ pool, options: OPTIONS, writers: 2, now: NOW, say: (line) => lines.push(line), ...more })

const query = async <Row extends object>(sql: string): Promise<Row[]> => (await pool.query<Row>(sql)).rows

const TABLES = ['schools', 'calendars', 'holidays', 'classes', 'users', 'enrolments'].map((name) => `roster.${name}`)
const DAYS = ['events', 'user_days', 'school_days', 'fever_events'].map((name) => `attendance.${name}`)
const counts = async () => {
  const counted = [...TABLES, ...DAYS, 'access.admins', 'access.admin_schools', 'access.tokens'].map(
    (table) => `(SELECT count(*) FROM ${table}) AS "${table}"`,
  )
  return (await query<Record<string, number>>(`SELECT ${counted.join()}`))[0]
}
/** All that is stored, without what the clock and chance have to do with: the secrets of devices. */
const content = async () => {
  const rows = await Promise.all(
    [...TABLES, ...DAYS].map((table) =>
      query(
        `SELECT string_agg((to_jsonb(t) - 'created_at')::text, '|' ORDER BY (to_jsonb(t) - 'created_at')::text) FROM ${table} t`,
      ),
    ),
  )
  return JSON.stringify(rows)
}
const drift = async () => {
  const ledger = new Ledger(pool, { raise: async () => {} })
  const days = await ledger.daysBetween('2026-01-01', '2026-12-31')
  const found = []
  for (const { schoolId, localDate } of days) found.push(...(await ledger.recompute(schoolId, localDate)).drift)
  return { days: days.length, found }
}

test('a district with everything in it; its past days are closed, and computed again they are the same', async () => {
  const district = await seed()
  expect(await counts()).toMatchObject({ 'roster.schools': 4, 'roster.users': 600, 'attendance.school_days': 12 })
  expect(
    await query('SELECT role, count(*) FROM access.admins WHERE password_hash IS NULL GROUP BY 1 ORDER BY 1'),
  ).toEqual([
    { role: 'district', count: 2 },
    { role: 'operator', count: 1 },
    { role: 'school', count: 4 },
    { role: 'viewer', count: 2 },
  ])
  const devices = await query<{ count: number }>(
    `SELECT count(*) FROM access.tokens WHERE kind = 'device' GROUP BY school_id`,
  )
  expect(devices).toHaveLength(4)
  expect(devices.every(({ count }) => count === 1 || count === 2)).toBe(true)

  const planned = district.schools.flatMap((school) => [...recordsOf(district, school, '2026-11-19')].flat())
  const [stored] = await query(
    `SELECT count(*), count(device_id) AS devices FROM attendance.events WHERE local_date = '2026-11-19'`,
  )
  expect(stored).toEqual({ count: planned.length, devices: planned.length })
  expect(await query('SELECT 1 FROM attendance.school_days WHERE closed_at IS NULL OR inside > 0 OR came = 0')).toEqual(
    [],
  )
  expect(await query(`SELECT 1 FROM attendance.user_days WHERE flags && '{out-without-in,repeat}'`)).toEqual([])
  // An event belongs to somebody who was at that school on that date.
  expect(
    await query(`SELECT 1 FROM attendance.events e WHERE NOT EXISTS (
      SELECT FROM roster.enrolments r WHERE r.user_id = e.user_id AND r.school_id = e.school_id
        AND r.from_date <= e.local_date AND coalesce(r.to_date, 'infinity') >= e.local_date)`),
  ).toEqual([])
  expect(await drift()).toEqual({ days: 12, found: [] })
})

test('a second time, two at once or more days: nothing is doubled, and what is missing is added', async () => {
  await Promise.all([seed(), seed()])
  const once = await content()
  const all = await counts()
  expect(all).toMatchObject({ 'roster.users': 600, 'access.admins': 9, 'attendance.school_days': 12 })
  await seed()
  expect(lines.at(-1)).toBe('All of it is there already: nothing was written')
  expect(await content()).toBe(once)
  expect(await counts()).toEqual(all)
  await seed({ options: { ...OPTIONS, days: 5 } })
  expect(await counts()).toMatchObject({ 'roster.users': 600, 'attendance.school_days': 20 })
  expect((await drift()).found).toEqual([])
})

test('a school has had school since the first day with records; terms that it was given stay', async () => {
  const missed = () =>
    query<{ id: number; days: number; without: number }>(
      `SELECT id, count(*) AS days, count(*) FILTER (WHERE NOT EXISTS (
         SELECT FROM attendance.school_days d WHERE d.school_id = id AND d.local_date = day)) AS without
       FROM roster.schools, generate_series('2026-08-01', '2026-11-19', interval '1 day') AS day
       WHERE roster.is_school_day(id, day::date) GROUP BY 1 ORDER BY 1`,
    )
  await seed()
  expect((await missed()).map(({ days, without }) => [days, without])).toEqual(
    [1, 2, 3, 4].map(() => [OPTIONS.days, 0]),
  )
  await query(`UPDATE roster.terms SET name = 'Autumn', from_date = '2026-11-01' WHERE school_id = 1`)
  await seed({ options: { ...OPTIONS, days: 9 } })
  expect(await query('SELECT school_id, name FROM roster.terms WHERE school_id < 3 ORDER BY 1')).toEqual([
    { school_id: 1, name: 'Autumn' },
    { school_id: 2, name: 'Since records began' },
  ])
  expect((await missed()).slice(1).map(({ days, without }) => [days, without])).toEqual([2, 3, 4].map(() => [9, 0]))
})

test('another database has the same by the same seed', async () => {
  await seed()
  const here = await content()
  const other = await freshDatabase()
  try {
    await migrateUp(other.pool)
    await seed({ pool: other.pool })
    pool = other.pool
    // Devices are numbered as they come, so the two differ in nothing.
    expect(await content()).toBe(here)
  } finally {
    await other.drop()
  }
})

test('cut short after any step, the same command completes it', async () => {
  await seed()
  const whole = await content()
  await pool.query(
    `TRUNCATE ${[...TABLES, ...DAYS, 'access.admin_schools', 'access.admins', 'access.tokens'].join()} RESTART IDENTITY CASCADE`,
  )
  await pool.query(`COMMENT ON SCHEMA roster IS NULL`)

  // As a kill does, it lets some transactions through and none after that; one under way Postgres rolls back.
  const shortly = async (steps: number) => {
    let left = steps
    let killed = false
    const cut = new Proxy(pool, {
      get(target, name) {
        if (name === 'connect' && left-- <= 0) killed = true
        if (killed) throw new Error('killed')
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    await seed({ pool: cut }).catch((error: Error) => expect(error.message).toBe('killed'))
    return killed
  }
  let cuts = 0
  for (let steps = 0; await shortly(steps); steps += 2) cuts++
  expect(cuts).toBeGreaterThan(3)
  expect(await content()).toBe(whole)
  expect((await drift()).found).toEqual([])
})

test('a day that was cut short, or has somebody real in it, is filled up; who has a day keeps it', async () => {
  const district = await seed({ options: { ...OPTIONS, days: 0 } })
  const [school] = district.schools
  if (!school) throw new Error('no school')
  const comers = [...recordsOf(district, school, '2026-11-19')]
  const [real, ...others] = comers
  const [first] = real ?? []
  if (!first) throw new Error('nobody came')
  const ledger = new Ledger(pool, { raise: async () => {} })
  const at = new Date(Date.parse(first.at) + 60_000).toISOString()
  await ledger.apply([{ ...first, at, id: `${first.userId}-i${Date.parse(at)}` }, ...others.slice(0, 10).flat()])
  await ledger.closeDay(school.id, '2026-11-19', new Date(NOW))

  await writePastDays({ pool, district, days: 1, now: NOW, writers: 1 })
  const came = `SELECT came FROM attendance.school_days WHERE local_date = '2026-11-19' AND school_id = ${school.id}`
  expect(await query(came)).toEqual([{ came: comers.length }])
  expect(await query(`SELECT at FROM attendance.events WHERE user_id = ${first.userId}`)).toEqual([
    { at: new Date(at) },
  ])
  expect((await drift()).found).toEqual([])
  expect(await writePastDays({ pool, district, days: 1, now: NOW, writers: 1 })).toBe(0)
})

test('days that have passed since are added, each at its school', async () => {
  const district = await seed({ options: { ...OPTIONS, days: 1 } })
  const before = await counts()
  await writePastDays({ pool, district, days: 1, now: NOW + 4 * 86_400_000, writers: 2 })
  expect((await counts())?.['attendance.school_days']).toBe(2 * (before?.['attendance.school_days'] ?? 0))
})

test('another seed or size is made beside it, with the next ids; who comes after gets the next ones', async () => {
  await seed()
  const beside = await seed({ options: { seed: 4, schools: 2, users: 50, days: 1 } })
  expect(beside.schools.map(({ id, firstUser }) => [id, firstUser >= 601])).toEqual([
    [5, true],
    [6, true],
  ])
  expect(await counts()).toMatchObject({ 'roster.schools': 6, 'roster.users': 650 })
  const [school] = await query(`INSERT INTO roster.schools (name, time_zone) VALUES ('New', 'UTC') RETURNING id`)
  const [person] = await query(`INSERT INTO roster.users (school_id, name) VALUES (7, 'New') RETURNING id`)
  expect([school, person]).toEqual([{ id: 7 }, { id: 651 }])
  expect((await drift()).found).toEqual([])
})

test('schools of somebody else’s are left alone', async () => {
  await query(`INSERT INTO roster.schools (name, time_zone) VALUES ('A real school', 'UTC')`)
  await expect(seed()).rejects.toThrow(SomebodyElses)
  expect(await counts()).toMatchObject({
    'roster.schools': 1,
    'roster.users': 0,
    'access.admins': 0,
    'access.tokens': 0,
  })
})

test('with a password for them its admins can sign in', async () => {
  await seed({ adminPassword: 'a long enough one', options: { ...OPTIONS, days: 0 } })
  const [admin] = await query<{ hash: string }>('SELECT password_hash AS hash FROM access.admins LIMIT 1')
  expect(await verifyPassword(admin?.hash ?? null, 'a long enough one')).toBe(true)
})
