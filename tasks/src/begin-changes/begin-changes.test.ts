import { addPeople, addSchools, createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { beginChanges } from './begin-changes.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await addSchools(database.pool, [
    { id: 1, timeZone: 'Asia/Kathmandu' },
    { id: 2, timeZone: 'Europe/Berlin' },
  ])
  await addPeople(database.pool, { schoolId: 1, firstId: 1, count: 2 })
})
afterAll(() => database.drop())

const run = (now: string) => beginChanges(database.pool).run({}, new Date(now))

test('a person belongs to the new school, and its class, from the first day there on', async () => {
  await database.pool.query(`INSERT INTO roster.classes (id, school_id, name) VALUES (7, 2, '7b')`)
  await database.pool.query(`INSERT INTO roster.moves VALUES (1, 2, 7, '2026-06-10')`)
  const at = async () =>
    (await database.pool.query('SELECT school_id, class_id FROM roster.users WHERE id = 1')).rows[0]
  expect(await run('2026-06-09T21:59:59Z')).toMatchObject({ moves: 0 })
  expect(await at()).toEqual({ school_id: 1, class_id: null })
  expect(await run('2026-06-09T22:00:00Z')).toMatchObject({ moves: 1 })
  expect(await at()).toEqual({ school_id: 2, class_id: 7 })
  expect(await run('2026-06-09T22:00:00Z')).toMatchObject({ moves: 0 })
})

test.each([
  // Kathmandu is 3:45 h ahead of Berlin: the last date in Kathmandu is longer, and its evening is Berlin's.
  [1, 'Europe/Berlin', '2026-06-09T18:14:59Z', '2026-06-09T18:15:00Z', '2026-06-09'],
  [2, 'Asia/Kathmandu', '2026-06-09T18:14:59Z', '2026-06-09T18:15:00Z', '2026-06-10'],
])('school %s has the zone %s as soon as its date is that of the zone', async (id, zone, before, then, today) => {
  const { pool } = database
  await pool.query(
    `INSERT INTO roster.school_zones SELECT id, '-infinity', time_zone, true FROM roster.schools WHERE id = $1`,
    [id],
  )
  await pool.query(`INSERT INTO roster.school_zones VALUES ($1, '2026-06-10', $2)`, [id, zone])
  expect(await run(before)).toMatchObject({ zones: 0 })
  expect(await run(then)).toMatchObject({ zones: 1 })
  expect(await run(then)).toMatchObject({ zones: 0 })
  const { rows } = await pool.query(
    'SELECT time_zone, ($2::timestamptz AT TIME ZONE time_zone)::date AS today FROM roster.schools WHERE id = $1',
    [id, then],
  )
  expect(rows).toEqual([{ time_zone: zone, today }])
})
