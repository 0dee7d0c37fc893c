import type { AttendanceRecord } from '@rollcall/domain'
import { addSchools, createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { Ledger } from './ledger.ts'
import { isPoison } from './poison.ts'
import { noAnswer } from './testing/doubts.ts'
import { checkIn } from './testing/records.ts'

let database: TestDatabase
let ledger: Ledger
const good = checkIn(1, '2026-11-20T08:00:00Z')

beforeAll(async () => {
  database = await createTestDatabase('poison')
  // As after an upgrade of Postgres that brought a shorter list of zones.
  await database.pool.query('ALTER TABLE roster.schools DROP CONSTRAINT schools_time_zone_check')
  await addSchools(database.pool, [{ id: 1 }, { id: 2, timeZone: 'Mars/Olympus' }])
  ledger = new Ledger(database.pool, noAnswer)
})
afterAll(() => database.drop())

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error) => error,
  )

// The contract lets none of these through; should one come all the same, it must not stop a partition of the topic.
test.each<[string, Partial<AttendanceRecord>]>([
  ['an unknown school', { schoolId: 4711 }],
  ['a school in a time zone that Postgres does not know', { schoolId: 2 }],
  ['a text with a NUL', { image: 'a\0b' }],
  ['a temperature that no column holds', { temperature: 1e6 }],
  ['a date that does not exist', { localDate: '2026-02-30' }],
  ['a year that does not exist', { localDate: '0000-01-01' }],
  ['neither in nor out', { type: 'sideways' as 'checkin' }],
])('%s is poison, alone or among others', async (_, bad) => {
  const record = { ...checkIn(2, good.at), ...bad }
  expect(isPoison(await failureOf(ledger.apply([record])))).toBe(true)
  expect(isPoison(await failureOf(ledger.apply([good, record])))).toBe(true)
})

test('an outage is not poison', async () => {
  const away = await createTestDatabase('poison')
  await addSchools(away.pool, [{ id: 1 }])
  const elsewhere = new Ledger(away.pool, noAnswer)
  await away.pool.query('ALTER TABLE attendance.events RENAME TO lost')
  expect(isPoison(await failureOf(elsewhere.apply([good])))).toBe(false)
  await away.drop()
  expect(isPoison(await failureOf(elsewhere.apply([good])))).toBe(false)
  expect(isPoison(new Error('connect ECONNREFUSED'))).toBe(false)
})

test('a date without a partition is not poison', async () => {
  await ledger.apply([good])
  const failure = await failureOf(
    database.pool.query(
      `INSERT INTO attendance.events (utc_date, user_id, at, type, school_id, local_date, received_at)
       VALUES ('2031-01-01', 1, '2031-01-01T08:00Z', 'checkin', 1, '2031-01-01', now())`,
    ),
  )
  expect(failure).toMatchObject({ code: '23514' })
  expect(isPoison(failure)).toBe(false)
})
