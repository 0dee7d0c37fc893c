import { addPeople, addSchools, createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { Ledger } from './ledger.ts'
import { noAnswer, RememberedDoubts } from './testing/doubts.ts'
import { checkIn, checkOut } from './testing/records.ts'
import { expectRight, kept } from './testing/state.ts'

const DATE = '2026-11-20'
const HOUR = 3_600_000
const CLOSES = Date.parse(`${DATE}T14:00:00Z`)
const TONIGHT = new Date(`${DATE}T23:05:00Z`)
let database: TestDatabase
let ledger: Ledger
let doubts: RememberedDoubts

beforeAll(async () => {
  database = await createTestDatabase('close')
  await addSchools(database.pool, [
    { id: 1 },
    { id: 2, timeZone: 'America/New_York' },
    { id: 3, timeZone: 'Pacific/Auckland' },
  ])
})
afterAll(() => database.drop())
beforeEach(async () => {
  doubts = new RememberedDoubts()
  ledger = new Ledger(database.pool, doubts)
  await database.pool.query(
    'TRUNCATE attendance.events, attendance.user_days, attendance.school_days, attendance.fever_events',
  )
})
afterEach(() => expectRight(database.pool))

const personDay = async (userId: number) => (await kept(database.pool)).people[`${DATE} ${userId}`]
const schoolDay = async () => (await kept(database.pool)).schools[`${DATE} 1`]

test('whoever is still inside counts until closing time and is flagged; who came after it counts nothing', async () => {
  await ledger.apply([
    checkIn(1, CLOSES - 5 * HOUR),
    checkIn(2, CLOSES - 3 * HOUR),
    checkIn(3, CLOSES + HOUR),
    checkIn(4, CLOSES - 6 * HOUR),
    checkOut(4, CLOSES),
  ])
  expect(await schoolDay()).toMatchObject({ inside: 3, present: 4 })
  const closed = await ledger.closeDay(1, DATE, TONIGHT)
  expect(closed).toMatchObject({ closed: true, forgotten: 3 })
  expect(await schoolDay()).toMatchObject({ came: 4, inside: 0, present: 2 })
  expect(await personDay(1)).toMatchObject({
    inside_ms: 5 * HOUR,
    inside_since: null,
    flags: ['late', 'forgotten-check-out'],
  })
  expect(await personDay(3)).toMatchObject({ inside_ms: 0, flags: ['late', 'forgotten-check-out'] })
  expect(await personDay(4)).toMatchObject({ inside_ms: 6 * HOUR, flags: ['late'] })
  expect(doubts.raised.map(({ userId }) => userId).sort()).toEqual([1, 2, 3])
})

test('a check-out that arrives after closing wins over it', async () => {
  await ledger.apply([checkIn(1, CLOSES - 5 * HOUR)])
  await ledger.closeDay(1, DATE, TONIGHT)
  await ledger.apply([checkOut(1, CLOSES - HOUR)])
  expect(await personDay(1)).toMatchObject({ inside_ms: 4 * HOUR, present: false, flags: ['late', 'left-early'] })
  await ledger.apply([checkIn(2, CLOSES - 5 * HOUR), checkOut(2, CLOSES + 2 * HOUR)])
  expect(await personDay(2)).toMatchObject({ inside_ms: 7 * HOUR, flags: ['late'] })
})

test('closing twice, or twice at once, closes once', async () => {
  await ledger.apply([checkIn(1, CLOSES - 5 * HOUR)])
  const both = await Promise.all([ledger.closeDay(1, DATE, TONIGHT), ledger.closeDay(1, DATE, TONIGHT)])
  expect(both.map(({ closed }) => closed).sort()).toEqual([false, true])
  const before = await kept(database.pool)
  const again = await ledger.closeDay(1, DATE, TONIGHT)
  expect(again).toEqual({ closed: false, forgotten: 0, version: both[0]?.version })
  expect(await kept(database.pool)).toEqual(before)
})

test('when the gate can not be told, the day stays open', async () => {
  await ledger.apply([checkIn(1, CLOSES - 5 * HOUR)])
  await expect(new Ledger(database.pool, noAnswer).closeDay(1, DATE, TONIGHT)).rejects.toThrow('redis')
  expect(await schoolDay()).toMatchObject({ inside: 1 })
  expect(await ledger.daysToClose(TONIGHT)).toEqual([{ schoolId: 1, localDate: DATE }])
})

test('a school of 10,000 people is closed in one go', async () => {
  await addPeople(database.pool, { schoolId: 1, firstId: 1, count: 10_000 })
  const everybody = Array.from({ length: 10_000 }, (_, i) => checkIn(i + 1, CLOSES - 5 * HOUR - i))
  for (let start = 0; start < everybody.length; start += 2_000)
    await ledger.apply(everybody.slice(start, start + 2_000))
  const { forgotten } = await ledger.closeDay(1, DATE, TONIGHT)
  expect(forgotten).toBe(10_000)
  expect(doubts.raised).toHaveLength(10_000)
  expect(await schoolDay()).toMatchObject({ came: 10_000, inside: 0, present: 10_000 })
})

test('a day is to be closed once it is over in its own time zone', async () => {
  await ledger.apply([
    checkIn(1, `${DATE}T12:00:00Z`),
    checkIn(2, `${DATE}T15:00:00Z`, { schoolId: 2, localDate: DATE }),
    checkIn(3, '2026-11-19T20:00:00Z', { schoolId: 3, localDate: DATE }),
  ])
  const due = async (at: string) => (await ledger.daysToClose(new Date(at))).map(({ schoolId }) => schoolId)
  expect(await due('2026-11-20T10:59:59.999Z')).toEqual([])
  expect(await due('2026-11-20T11:00:00Z')).toEqual([3])
  expect(await due('2026-11-20T22:59:59Z')).toEqual([3])
  expect(await due('2026-11-20T23:00:00Z')).toEqual([1, 3])
  expect(await due('2026-11-21T05:00:00Z')).toEqual([1, 2, 3])
  await ledger.closeDay(3, DATE, TONIGHT)
  expect(await due('2026-11-21T05:00:00Z')).toEqual([1, 2])
})
