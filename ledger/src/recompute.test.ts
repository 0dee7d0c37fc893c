import { addPeople, addSchools, createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { Ledger } from './ledger.ts'
import { RememberedDoubts } from './testing/doubts.ts'
import { checkIn, checkOut } from './testing/records.ts'
import { expectRight, kept } from './testing/state.ts'

const DATE = '2026-11-20'
let database: TestDatabase
let ledger: Ledger
const sql = (text: string) => database.pool.query(text)

beforeAll(async () => {
  database = await createTestDatabase('recompute')
  await addSchools(database.pool, [{ id: 1 }, { id: 2 }])
  await addPeople(database.pool, { schoolId: 1, firstId: 1, count: 10 })
  ledger = new Ledger(database.pool, new RememberedDoubts())
})
afterAll(() => database.drop())
beforeEach(async () => {
  await sql(
    'TRUNCATE attendance.events, attendance.user_days, attendance.school_days, attendance.fever_events, attendance.corrections',
  )
  await ledger.apply([
    checkIn(1, `${DATE}T07:00:00Z`, { temperature: 38.3 }),
    checkOut(1, `${DATE}T12:00:00Z`),
    checkIn(2, `${DATE}T08:00:00Z`),
  ])
  await ledger.correct({
    userId: 3,
    schoolId: 1,
    localDate: DATE,
    kind: 'mark',
    status: 'Leave',
    reason: 'ill',
    madeBy: 'me',
  })
})
afterEach(() => expectRight(database.pool))

test('what the ledger wrote has no drift, and keeps its version', async () => {
  const { rows } = await sql('SELECT version FROM attendance.school_days')
  expect(await ledger.recompute(1, DATE)).toEqual({ people: 3, drift: [], version: rows[0].version })
  await ledger.closeDay(1, DATE, new Date())
  expect(await ledger.recompute(1, DATE)).toMatchObject({ people: 3, drift: [] })
})

const damages: [string, string, object[]][] = [
  [
    'a wrong row',
    "UPDATE attendance.user_days SET inside_ms = 7, flags = '{late}' WHERE user_id = 1",
    [
      { userId: 1, what: 'insideMs', stored: 7, computed: 5 * 3_600_000 },
      { userId: 1, what: 'flags', stored: ['late'], computed: ['left-early'] },
    ],
  ],
  ['a lost row', 'DELETE FROM attendance.user_days WHERE user_id = 1', [{ userId: 1, what: 'row', stored: null }]],
  [
    'a lost row of a correction',
    'DELETE FROM attendance.user_days WHERE user_id = 3',
    [{ userId: 3, what: 'row', stored: null }],
  ],
  [
    'a row of nothing',
    `INSERT INTO attendance.user_days SELECT local_date, 9, school_id, came, present, first_in, last_out, inside_ms,
     inside_since, highest_temperature, flags, mark, events, folded_from FROM attendance.user_days WHERE user_id = 1`,
    [{ userId: 9, what: 'row', computed: null }],
  ],
  [
    'wrong counts',
    'UPDATE attendance.school_days SET came = 17, inside = 0',
    [
      { what: 'came', stored: 17, computed: 2 },
      { what: 'inside', stored: 0, computed: 1 },
    ],
  ],
  ['a lost fever', 'DELETE FROM attendance.fever_events', [{ userId: 1, stored: null, computed: 38.3 }]],
  [
    'a fever of nobody',
    `INSERT INTO attendance.fever_events VALUES (8, '${DATE}T07:00Z', 'checkin', 1, '${DATE}', 40)`,
    [{ userId: 8, stored: 40, computed: null }],
  ],
  [
    'events that nobody counted',
    `INSERT INTO attendance.events (utc_date, user_id, at, type, school_id, local_date, received_at)
     VALUES ('${DATE}', 5, '${DATE}T09:00Z', 'checkin', 1, '${DATE}', now())`,
    [
      { userId: 5, what: 'row', stored: null },
      { what: 'came', stored: 2, computed: 3 },
      { what: 'present', stored: 2, computed: 3 },
      { what: 'inside', stored: 1, computed: 2 },
      { what: 'late', stored: 1, computed: 2 },
      { what: 'events', stored: 3, computed: 4 },
    ],
  ],
]
test.each(damages)('%s is put right and reported', async (_, damage, drift) => {
  await sql(damage)
  const result = await ledger.recompute(1, DATE)
  expect(result.drift).toHaveLength(drift.length)
  expect(result.drift).toMatchObject(drift)
  await expectRight(database.pool)
  expect(await ledger.recompute(1, DATE)).toMatchObject({ drift: [], version: result.version })
})

test('a repeat counts nothing even when the row that knew of it is lost', async () => {
  await sql('DELETE FROM attendance.user_days WHERE user_id = 2')
  expect(await ledger.apply([checkIn(2, `${DATE}T08:00:00Z`)])).toEqual({ stored: 0, repeated: 1, days: [] })
  expect(await ledger.apply([checkIn(2, `${DATE}T08:00:00Z`), checkOut(2, `${DATE}T12:00:00Z`)])).toMatchObject({
    stored: 1,
  })
  const { drift } = await ledger.recompute(1, DATE)
  expect(drift.length).toBeGreaterThan(0)
})

test('a whole day lost but for its events is found and made again', async () => {
  const before = await kept(database.pool)
  await sql('TRUNCATE attendance.user_days, attendance.school_days, attendance.fever_events')
  expect(await ledger.daysBetween('2026-11-18', '2026-11-22')).toEqual([{ schoolId: 1, localDate: DATE }])
  await ledger.recompute(1, DATE)
  expect(await kept(database.pool)).toEqual(before)
})

test('the days between two dates are those with a row, both dates included', async () => {
  await ledger.apply([checkIn(4, '2026-11-22T08:00:00Z'), checkIn(5, '2026-11-24T08:00:00Z', { schoolId: 2 })])
  expect(await ledger.daysBetween(DATE, '2026-11-24')).toEqual([
    { schoolId: 1, localDate: DATE },
    { schoolId: 1, localDate: '2026-11-22' },
    { schoolId: 2, localDate: '2026-11-24' },
  ])
  expect(await ledger.daysBetween('2026-11-21', '2026-11-23')).toEqual([{ schoolId: 1, localDate: '2026-11-22' }])
})

test('a person whose date another school keeps is not taken from it', async () => {
  await ledger.apply([checkOut(2, `${DATE}T13:00:00Z`, { schoolId: 2, temperature: 39 })])
  const before = await kept(database.pool)
  expect(await ledger.recompute(2, DATE)).toMatchObject({ people: 0, drift: [] })
  expect(await ledger.recompute(1, DATE)).toMatchObject({ people: 3, drift: [] })
  expect(await kept(database.pool)).toEqual(before)
})
