import { addPeople, addSchools, createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { Ledger } from './ledger.ts'
import { isPoison } from './poison.ts'
import { RememberedDoubts } from './testing/doubts.ts'
import { checkIn, checkOut } from './testing/records.ts'
import { expectRight, kept } from './testing/state.ts'

const DATE = '2026-11-20'
let database: TestDatabase
let ledger: Ledger

beforeAll(async () => {
  database = await createTestDatabase('apply')
  await addSchools(database.pool, [{ id: 1 }, { id: 2 }])
  await addPeople(database.pool, { schoolId: 1, firstId: 1, count: 100 })
  ledger = new Ledger(database.pool, new RememberedDoubts())
})
afterAll(() => database.drop())
beforeEach(() =>
  database.pool.query(
    'TRUNCATE attendance.events, attendance.user_days, attendance.school_days, attendance.fever_events',
  ),
)
afterEach(() => expectRight(database.pool))

const schoolDay = async (schoolId = 1, localDate = DATE) =>
  (await kept(database.pool)).schools[`${localDate} ${schoolId}`]

test('what came is counted: who came, who is inside, who was late, who has a fever', async () => {
  const applied = await ledger.apply([
    checkIn(1, `${DATE}T06:55:00Z`),
    checkIn(2, `${DATE}T07:30:00Z`, { temperature: 38.2 }),
    checkIn(3, `${DATE}T07:00:00Z`),
    checkOut(3, `${DATE}T13:00:00Z`),
  ])
  expect(applied).toEqual({ stored: 4, repeated: 0, days: [{ schoolId: 1, localDate: DATE, version: 1 }] })
  expect(await schoolDay()).toEqual({ came: 3, present: 3, inside: 2, late: 1, fevers: 1, events: 4 })
})

test('a record counts once, however often it comes: in a chunk, in another one, at the same moment', async () => {
  const records = [checkIn(1, `${DATE}T07:00:00Z`), checkIn(2, `${DATE}T07:00:00Z`, { temperature: 39 })]
  const first = await ledger.apply([...records, ...records])
  expect(first).toMatchObject({ stored: 2, repeated: 2 })
  const before = await kept(database.pool)
  expect(await ledger.apply(records)).toEqual({ stored: 0, repeated: 2, days: [] })
  const together = await Promise.all(
    Array.from({ length: 8 }, () => ledger.apply([...records, checkIn(3, `${DATE}T07:00:00Z`)])),
  )
  expect(together.reduce((sum, each) => sum + each.stored, 0)).toBe(1)
  const { people } = await kept(database.pool)
  expect(Object.keys(people)).toHaveLength(3)
  expect(people).toMatchObject(before.people)
})

test('a chunk reads the rows of its people, however many there are and whatever is known of the table', async () => {
  const own = await createTestDatabase('apply', { connections: 1 })
  try {
    await addSchools(own.pool, [{ id: 1 }])
    await addPeople(own.pool, { schoolId: 1, firstId: 1, count: 20_000 })
    // As within the hour in which they came: the statistics are those of an empty table.
    const one = new Ledger(own.pool, new RememberedDoubts())
    await one.ensurePartitions(DATE, DATE)
    const month = `attendance.user_days_${DATE.slice(0, 7).replace('-', '')}`
    await own.pool.query(`ALTER TABLE ${month} SET (autovacuum_enabled = false)`)
    const everybody = Array.from({ length: 20_000 }, (_, index) => index + 1)
    for (let first = 0; first < everybody.length; first += 5_000)
      await one.apply(everybody.slice(first, first + 5_000).map((userId) => checkIn(userId, `${DATE}T07:00:00Z`)))
    const readWhole = async () => {
      await own.pool.query('SELECT pg_stat_force_next_flush()')
      const { rows } = await own.pool.query<{ rows: number }>(
        'SELECT seq_tup_read AS rows FROM pg_stat_user_tables WHERE relid = $1::regclass',
        [month],
      )
      return rows[0]?.rows
    }
    const before = await readWhole()
    await one.apply(everybody.slice(0, 2_000).map((userId) => checkOut(userId, `${DATE}T13:00:00Z`)))
    expect(await readWhole()).toBe(before)
  } finally {
    await own.drop()
  }
})

test.each([
  ['temperature', { temperature: 39 }],
  ['school', { schoolId: 2 }],
  ['date', { localDate: '2026-11-21' }],
  ['school and date', { schoolId: 2, localDate: '2026-11-21' }],
])('the first record of an event stands: a second with another %s changes nothing', async (_, other) => {
  const at = `${DATE}T12:00:00Z`
  await ledger.apply([checkIn(1, at, { temperature: 36.5 })])
  const before = await kept(database.pool)
  expect(await ledger.apply([checkIn(1, at, other)])).toEqual({ stored: 0, repeated: 1, days: [] })
  expect(await ledger.apply([checkIn(1, at, other), checkIn(2, at)])).toMatchObject({ stored: 1, repeated: 1 })
  expect((await kept(database.pool)).people).toMatchObject(before.people)
})

test('a version counts each change of a school day', async () => {
  for (const [version, minute] of [1, 2, 3].entries()) {
    const { days } = await ledger.apply([checkIn(1, `${DATE}T07:0${minute}:00Z`)])
    expect(days).toEqual([{ schoolId: 1, localDate: DATE, version: version + 1 }])
  }
})

test('the school hours are those of the school on that date, DST days included', async () => {
  // In Berlin clocks went back on 2026-10-25: 08:10 is 06:10 UTC the day before, and 07:10 UTC on the day.
  await ledger.apply([
    checkIn(1, '2026-10-24T06:10:00Z'),
    checkIn(2, '2026-10-24T06:10:00.001Z'),
    checkIn(1, '2026-10-25T07:10:00Z'),
    checkIn(2, '2026-10-25T07:10:00.001Z'),
  ])
  expect(await schoolDay(1, '2026-10-24')).toMatchObject({ came: 2, late: 1 })
  expect(await schoolDay(1, '2026-10-25')).toMatchObject({ came: 2, late: 1 })
})

test('a date that lies on two UTC dates is one date', async () => {
  // 00:30 to 08:00 in Berlin.
  await ledger.apply([checkOut(1, '2026-11-20T07:00:00Z')])
  await ledger.apply([checkIn(1, '2026-11-19T23:30:00Z')])
  expect((await kept(database.pool)).people[`${DATE} 1`]).toMatchObject({
    inside_ms: 7.5 * 3_600_000,
    events: 2,
  })
  await ledger.apply([checkIn(1, '2026-11-20T08:00:00Z'), checkOut(1, '2026-11-20T09:00:00Z')])
  expect((await kept(database.pool)).people[`${DATE} 1`]).toMatchObject({ inside_ms: 8.5 * 3_600_000, events: 4 })
})

test('whatever text an image has is kept as it is', async () => {
  const images = ['plain.jpg', '{a,"b"}', 'back\\slash', 'NULL', '', "it's", 'Ünï☃']
  await ledger.apply(images.map((image, i) => checkIn(1, `${DATE}T07:00:0${i}Z`, { image })))
  const { rows } = await database.pool.query('SELECT image FROM attendance.events ORDER BY at')
  expect(rows.map(({ image }) => image)).toEqual(images)
})

test('a reading between hundredths is one reading everywhere, and as much a fever', async () => {
  await ledger.apply([
    checkIn(1, `${DATE}T07:00:00Z`, { temperature: 37.996 }),
    checkIn(2, `${DATE}T07:00:00Z`, { temperature: 37.994 }),
  ])
  expect(await schoolDay()).toMatchObject({ fevers: 1 })
  await ledger.apply([checkOut(1, `${DATE}T12:00:00Z`), checkOut(2, `${DATE}T12:00:00Z`)])
  expect(await schoolDay()).toMatchObject({ fevers: 1 })
  expect(await ledger.recompute(1, DATE)).toMatchObject({ drift: [] })
})

test('an unknown school is the fault of the record, and nothing of its chunk is stored', async () => {
  const failure = await ledger
    .apply([checkIn(1, `${DATE}T07:00:00Z`), checkIn(2, `${DATE}T07:00:00Z`, { schoolId: 77 })])
    .catch((error) => error)
  expect(isPoison(failure)).toBe(true)
  expect(await kept(database.pool)).toEqual({ people: {}, schools: {}, fevers: [] })
})

test('no records are no work', async () => {
  expect(await ledger.apply([])).toEqual({ stored: 0, repeated: 0, days: [] })
})

describe('a person recorded by two schools on one date', () => {
  test('is counted by the first alone, with all their events', async () => {
    await ledger.apply([checkIn(1, `${DATE}T07:00:00Z`)])
    const { days } = await ledger.apply([checkOut(1, `${DATE}T12:00:00Z`, { schoolId: 2, temperature: 38.5 })])
    expect(days).toEqual([{ schoolId: 1, localDate: DATE, version: 2 }])
    expect(await schoolDay(1)).toMatchObject({ came: 1, present: 1, inside: 0, fevers: 1, events: 2 })
    expect(await schoolDay(2)).toMatchObject({ came: 0, events: 0, fevers: 0 })
  })

  test('is counted by one of them when both come in one chunk', async () => {
    await ledger.apply([
      checkIn(1, `${DATE}T07:00:00Z`, { schoolId: 2, temperature: 38.5 }),
      checkOut(1, `${DATE}T12:00:00Z`),
    ])
    expect(await schoolDay(1)).toMatchObject({ came: 1, events: 2, fevers: 1 })
    expect(await schoolDay(2)).toMatchObject({ came: 0, events: 0, fevers: 0 })
  })

  test('is counted once when both come at the same moment', async () => {
    for (let round = 0; round < 20; round++) {
      const date = `2026-11-${String(round + 1).padStart(2, '0')}`
      await Promise.all([
        ledger.apply([1, 2, 3, 4].map((userId) => checkIn(userId, `${date}T07:00:00Z`))),
        ledger.apply([4, 3, 2, 1].map((userId) => checkOut(userId, `${date}T12:00:00Z`, { schoolId: 2 }))),
      ])
    }
    const counts = await database.pool.query(
      'SELECT sum(came) AS came, sum(events) AS events FROM attendance.school_days',
    )
    expect(counts.rows).toEqual([{ came: 80, events: 160 }])
  })
})
