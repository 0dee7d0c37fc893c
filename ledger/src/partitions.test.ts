import { addPeople, addSchools, createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { Ledger } from './ledger.ts'
import { RememberedDoubts } from './testing/doubts.ts'
import { checkIn } from './testing/records.ts'
import { expectRight, kept } from './testing/state.ts'

let database: TestDatabase
let ledger: Ledger

beforeAll(async () => {
  database = await createTestDatabase('partitions')
  await addSchools(
    database.pool,
    [1, 2, 3, 4, 5, 6, 7, 8].map((id) => ({ id })),
  )
  await addPeople(database.pool, { schoolId: 1, firstId: 1, count: 1 })
  ledger = new Ledger(database.pool, new RememberedDoubts())
})
afterAll(() => database.drop())

const partitions = async (table: 'events' | 'user_days' = 'events') => {
  const { rows } = await database.pool.query(
    'SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1',
    [`attendance.${table}`],
  )
  return rows.map(({ name }) => name)
}

test('partitions of all dates asked for are there, and asking again makes none', async () => {
  // Events by date, and days of people by month.
  expect(await ledger.ensurePartitions('2026-02-27', '2026-03-02')).toBe(4 + 2)
  expect(await partitions('user_days')).toEqual(['attendance.user_days_202602', 'attendance.user_days_202603'])
  expect(await partitions()).toEqual(
    ['27', '28']
      .map((day) => `attendance.events_202602${day}`)
      .concat(['attendance.events_20260301', 'attendance.events_20260302']),
  )
  expect(await ledger.ensurePartitions('2026-02-26', '2026-03-02')).toBe(1)
})

test('several that make them at the same moment all succeed', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => ledger.ensurePartitions('2026-05-01', '2026-05-05')))
  expect(made).toHaveLength(8)
  expect(await partitions()).toEqual(
    expect.arrayContaining([1, 2, 3, 4, 5].map((day) => `attendance.events_2026050${day}`)),
  )
})

test('records of dates without a partition are stored, also when many writers meet them at once', async () => {
  await Promise.all(
    [1, 2, 3, 4, 5, 6, 7, 8].map((schoolId) =>
      ledger.apply(
        ['2026-07-01', '2026-07-02', '2026-07-03'].map((date) => checkIn(schoolId, `${date}T08:00:00Z`, { schoolId })),
      ),
    ),
  )
  expect(Object.keys((await kept(database.pool)).people)).toHaveLength(24)
  await expectRight(database.pool)
})

test('a day of a month without a partition is written by whatever writes days', async () => {
  for (const localDate of ['2025-12-31', '2027-12-01'])
    await ledger.correct({
      ...{ kind: 'mark', userId: 1, schoolId: 1, localDate },
      ...{ status: 'Present', reason: 'was there', madeBy: 'Dora' },
    })
  expect(await partitions('user_days')).toEqual(
    expect.arrayContaining(['attendance.user_days_202512', 'attendance.user_days_202712']),
  )
  await expectRight(database.pool)
})

test('a partition is made while somebody reads events, and does not wait for them', async () => {
  const reader = await database.pool.connect()
  try {
    await reader.query('BEGIN')
    await reader.query('SELECT count(*) FROM attendance.events')
    expect(await ledger.apply([checkIn(1, '2026-08-01T08:00:00Z')])).toMatchObject({ stored: 1 })
  } finally {
    await reader.query('ROLLBACK')
    reader.release()
  }
})
