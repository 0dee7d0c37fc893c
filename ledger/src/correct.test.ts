import { addPeople, addSchools, createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import type { NewCorrection } from './correct.ts'
import { Ledger } from './ledger.ts'
import { noAnswer, RememberedDoubts } from './testing/doubts.ts'
import { checkIn, checkOut } from './testing/records.ts'
import { expectRight, kept } from './testing/state.ts'

const DATE = '2026-11-20'
const IN = Date.parse(`${DATE}T07:00:00Z`)
const OUT = Date.parse(`${DATE}T13:00:00Z`)
const HOUR = 3_600_000
let database: TestDatabase
let ledger: Ledger
let doubts: RememberedDoubts

beforeAll(async () => {
  database = await createTestDatabase('correct')
  await addSchools(database.pool, [{ id: 1 }, { id: 2 }])
  await addPeople(database.pool, { schoolId: 1, firstId: 1, count: 10 })
  await new Ledger(database.pool, noAnswer).ensurePartitions(DATE, DATE)
})
afterAll(() => database.drop())
beforeEach(async () => {
  doubts = new RememberedDoubts()
  ledger = new Ledger(database.pool, doubts)
  await database.pool.query(
    'TRUNCATE attendance.events, attendance.user_days, attendance.school_days, attendance.fever_events, attendance.corrections',
  )
  await ledger.apply([checkIn(1, IN, { temperature: 36.6 }), checkOut(1, OUT, { temperature: 38.4 })])
})
afterEach(() => expectRight(database.pool))

type Change<C = NewCorrection> = C extends NewCorrection
  ? Omit<C, 'userId' | 'schoolId' | 'localDate' | 'reason' | 'madeBy'>
  : never
const about = (change: Change, whom: Partial<NewCorrection> = {}): NewCorrection =>
  ({ userId: 1, schoolId: 1, localDate: DATE, reason: 'a test', madeBy: 'tester', ...change, ...whom }) as NewCorrection

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error) => error.code,
  )
const counts = async () => (await kept(database.pool)).schools[`${DATE} 1`]
const feverCount = async () => (await kept(database.pool)).fevers.length

const checkOutEvent = { at: OUT, type: 'checkout' } as const

test('a void takes an event out of the day, with its fever', async () => {
  const { before, after, version } = await ledger.correct(about({ kind: 'void', target: checkOutEvent }))
  expect(before).toMatchObject({ insideMs: 6 * HOUR, fever: true, events: 2 })
  expect(after).toMatchObject({ insideMs: 0, insideSince: IN, fever: false, events: 1 })
  expect(version).toBe(2)
  expect(await counts()).toMatchObject({ inside: 1, fevers: 0, events: 1 })
  expect(await feverCount()).toBe(0)
})

test('an undo brings it back, and an undo of the undo takes it away again', async () => {
  const first = await ledger.correct(about({ kind: 'void', target: checkOutEvent }))
  const second = await ledger.correct(about({ kind: 'undo', undoes: first.id }))
  expect(second.after).toMatchObject({ insideMs: 6 * HOUR, fever: true })
  expect(await feverCount()).toBe(1)
  const third = await ledger.correct(about({ kind: 'undo', undoes: second.id }))
  expect(third.after).toEqual(first.after)
  expect(await feverCount()).toBe(0)
})

test('an added event counts like any other, also for somebody of whom nothing was known', async () => {
  const event = { at: IN, type: 'checkin', temperature: 39.1 } as const
  const { before, after } = await ledger.correct(about({ kind: 'add', event }, { userId: 2 }))
  expect(before).toBeNull()
  expect(after).toMatchObject({ came: true, insideSince: IN, fever: true })
  expect(await counts()).toMatchObject({ came: 2, inside: 1, fevers: 2, events: 3 })
  // When the check-in itself arrives late it is the same event; what the admin said stands.
  await ledger.apply([checkIn(2, IN, { temperature: 36 })])
  expect(await counts()).toMatchObject({ came: 2, fevers: 2, events: 3 })
})

test('an amended event is moved', async () => {
  const event = { at: OUT - HOUR, type: 'checkout', temperature: null } as const
  const { after } = await ledger.correct(about({ kind: 'amend', target: checkOutEvent, event }))
  expect(after).toMatchObject({ insideMs: 5 * HOUR, lastOut: OUT - HOUR, events: 2, fever: false })
})

test('a mark beats the rule', async () => {
  const { after } = await ledger.correct(about({ kind: 'mark', status: 'Absent' }))
  expect(after.mark).toBe('Absent')
  expect(await counts()).toMatchObject({ came: 1, present: 0 })
})

test('events that come after a correction are folded with it', async () => {
  await ledger.correct(about({ kind: 'void', target: checkOutEvent }))
  await ledger.apply([checkOut(1, OUT + HOUR, { temperature: 38 })])
  expect(await counts()).toMatchObject({ inside: 0, events: 2, fevers: 1 })
  expect(await feverCount()).toBe(1)
})

test('a preview says what would be, and changes nothing', async () => {
  const before = await kept(database.pool)
  const seen = await ledger.preview(about({ kind: 'void', target: checkOutEvent }))
  expect(seen.after).toMatchObject({ insideSince: IN, events: 1 })
  expect(await kept(database.pool)).toEqual(before)
  expect(doubts.raised).toEqual([])
  const done = await ledger.correct(about({ kind: 'void', target: checkOutEvent }))
  expect({ before: done.before, after: done.after }).toEqual(seen)
})

test('the gate is told whose date it no longer knows', async () => {
  await ledger.correct(about({ kind: 'mark', status: 'Present' }))
  expect(doubts.raised).toEqual([{ userId: 1, localDate: DATE }])
})

test('when the gate can not be told, nothing is corrected', async () => {
  const before = await kept(database.pool)
  const deaf = new Ledger(database.pool, noAnswer)
  await expect(deaf.correct(about({ kind: 'void', target: checkOutEvent }))).rejects.toThrow('redis does not answer')
  expect(await kept(database.pool)).toEqual(before)
  expect((await database.pool.query('SELECT FROM attendance.corrections')).rowCount).toBe(0)
})

describe('what makes no sense is refused, and nothing changes', () => {
  const event = { at: IN + HOUR, type: 'checkin', temperature: null } as const
  const refused: { code: string; change: Change; whom?: Partial<NewCorrection> }[] = [
    { code: 'no-such-event', change: { kind: 'void', target: { at: IN + 1, type: 'checkin' } } },
    { code: 'no-such-event', change: { kind: 'void', target: { at: IN, type: 'checkout' } } },
    { code: 'no-such-event', change: { kind: 'amend', target: { at: IN + 1, type: 'checkin' }, event } },
    { code: 'event-exists', change: { kind: 'add', event: { ...event, at: IN } } },
    { code: 'event-exists', change: { kind: 'amend', target: checkOutEvent, event: { ...event, at: IN } } },
    { code: 'wrong-date', change: { kind: 'add', event: { ...event, at: IN + 24 * HOUR } } },
    { code: 'wrong-date', change: { kind: 'add', event: { ...event, at: Date.parse(`${DATE}T23:30:00Z`) } } },
    { code: 'wrong-date', change: { kind: 'amend', target: checkOutEvent, event: { ...event, at: IN - 24 * HOUR } } },
    { code: 'unknown-mark', change: { kind: 'mark', status: 'Somewhere' } },
    { code: 'no-such-correction', change: { kind: 'undo', undoes: 4711 } },
    { code: 'other-school', change: { kind: 'mark', status: 'Present' }, whom: { schoolId: 2 } },
    { code: 'unknown-school', change: { kind: 'mark', status: 'Present' }, whom: { schoolId: 99, userId: 5 } },
    { code: 'unknown-person', change: { kind: 'mark', status: 'Present' }, whom: { userId: 4711 } },
  ]
  test.each(refused)('$code', async ({ code, change, whom }) => {
    const before = await kept(database.pool)
    expect(await codeOf(ledger.preview(about(change, whom)))).toBe(code)
    expect(await codeOf(ledger.correct(about(change, whom)))).toBe(code)
    expect(await kept(database.pool)).toMatchObject(before)
    expect(doubts.raised).toEqual([])
  })

  test('already-void, already-undone', async () => {
    const { id } = await ledger.correct(about({ kind: 'void', target: checkOutEvent }))
    expect(await codeOf(ledger.correct(about({ kind: 'void', target: checkOutEvent })))).toBe('already-void')
    await ledger.correct(about({ kind: 'undo', undoes: id }))
    expect(await codeOf(ledger.correct(about({ kind: 'undo', undoes: id })))).toBe('already-undone')
  })

  test("somebody else's correction can not be undone here", async () => {
    const { id } = await ledger.correct(about({ kind: 'mark', status: 'Present' }, { userId: 2 }))
    expect(await codeOf(ledger.correct(about({ kind: 'undo', undoes: id })))).toBe('no-such-correction')
  })

  test('of two voids of one event at the same moment one is refused', async () => {
    const both = await Promise.all(
      [1, 2].map(() => codeOf(ledger.correct(about({ kind: 'void', target: checkOutEvent })))),
    )
    expect(both.sort()).toEqual(['already-void', 'no error'])
  })
})
