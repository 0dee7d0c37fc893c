import fc from 'fast-check'
import { checkIn } from '../../ledger/src/testing/records.ts'
import { addPeople, addSchools } from '../support/database.ts'
import { row, Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await Stage.up()
  await addSchools(stage.database.pool, [{ id: 1 }, { id: 2 }])
  await addPeople(stage.database.pool, { schoolId: 1, firstId: 1, count: 3 })
  await addPeople(stage.database.pool, { schoolId: 2, firstId: 11, count: 2 })
  await stage.query(
    `UPDATE roster.users SET kind = 'teacher', external_id = 'E' || id, email = 'P' || id || '@Example.org'`,
  )
})
afterEach(() => stage.down())

const of = (user: number, more = {}) => ({ userId: 500 + user, empId: `E${user}`, email: null, ...more })
const excused = () =>
  stage.query('SELECT user_id AS id, local_date AS date, portion, reason FROM attendance.excused_days ORDER BY 1, 2')
const version = async (schoolId: number, date: string) =>
  (
    await stage.query('SELECT version FROM attendance.school_days WHERE school_id = $1 AND local_date = $2', [
      schoolId,
      date,
    ])
  )[0]?.version

test('approved leave excuses days; withdrawn, late or moved it corrects those that are over, and reports are told', async () => {
  await stage.ledger().apply([checkIn(1, '2026-11-02T07:00:00Z')])
  const before = Number(await version(1, '2026-11-02'))
  stage.has(row(1, of(1, { status: 'REQUESTED', leaveDays: 1.5 })))
  await stage.sync()
  expect(await excused()).toEqual([])
  expect(await version(1, '2026-11-02')).toBe(before)
  stage.has(row(1, of(1, { leaveDays: 1.5 })))
  await stage.sync()
  expect(await excused()).toEqual([
    { id: 1, date: '2026-11-02', portion: 1, reason: 'Sick' },
    { id: 1, date: '2026-11-03', portion: 0.5, reason: 'Sick' },
  ])
  expect(await version(1, '2026-11-02')).toBe(before + 1)
  expect(await version(1, '2026-11-03')).toBe(1)
  const still = await stage.versions()
  await stage.sync()
  expect(await stage.versions()).toEqual(still)
  stage.has(row(1, of(1, { status: 'CANCELLED' })))
  await stage.sync()
  expect(await excused()).toEqual([])
  expect(await version(1, '2026-11-02')).toBe(before + 2)
  expect(await version(1, '2026-11-03')).toBe(2)
  for (const date of ['2026-11-02', '2026-11-03']) expect((await stage.ledger().recompute(1, date)).drift).toEqual([])
})

test('a leave that vanished excuses nobody; holidays and weekends of the school are left out', async () => {
  await stage.query(`INSERT INTO roster.calendars VALUES (1, '{1,2,3,4,7}')`)
  stage.has(row(1, of(1, { startDate: '2026-11-05', endDate: '2026-11-09' })), row(2, of(11)))
  await stage.sync()
  expect((await excused()).map(({ id, date }) => `${id} ${date}`)).toEqual([
    ...['1 2026-11-05', '1 2026-11-08', '1 2026-11-09', '11 2026-11-02', '11 2026-11-03'],
  ])
  await stage.query(`INSERT INTO roster.holidays VALUES (1, '2026-11-09', 'Founders’ Day')`)
  stage.has(row(1, of(1, { startDate: '2026-11-05', endDate: '2026-11-09' })))
  await stage.sync()
  expect((await excused()).map(({ date }) => date)).toEqual(['2026-11-05', '2026-11-08'])
})

test('who an employee is: by number, else by an address only one has, else by hand', async () => {
  await stage.query(`UPDATE roster.users SET email = 'same@example.org' WHERE id IN (2, 3)`)
  stage.has(
    row(1, of(1)),
    row(2, { userId: 600, empId: 'none', email: 'p11@example.ORG' }),
    row(3, { userId: 601, empId: 'x', email: 'same@example.org' }),
    row(4, { userId: 602, empId: 'E1', email: null }),
  )
  await stage.sync()
  const links = () => stage.query('SELECT employee_id AS id, user_id AS "user", how FROM leave.links ORDER BY 1')
  expect(await links()).toEqual([
    { id: 501, user: 1, how: 'external-id' },
    { id: 600, user: 11, how: 'email' },
  ])
  await stage.query(`UPDATE leave.links SET user_id = NULL, how = 'hand' WHERE employee_id = 600`)
  await stage.query(`INSERT INTO leave.links (employee_id, user_id, how) VALUES (601, 3, 'hand')`)
  await stage.sync()
  expect(await links()).toMatchObject([{ user: 1 }, { user: null }, { user: 3 }])
  expect(new Set((await excused()).map(({ id }) => id))).toEqual(new Set([1, 3]))
})

test('a day far ahead is excused without its school day being made: hours may change until then', async () => {
  stage.has(
    row(1, of(1, { startDate: '2027-03-01', endDate: '2027-03-01' })),
    row(2, of(2, { startDate: '2028-03-01', endDate: '2028-03-01' })),
  )
  await stage.sync()
  expect(await excused()).toHaveLength(1)
  expect(await version(1, '2027-03-01')).toBeUndefined()
})

const day = (n: number) => new Date(Date.UTC(2026, 9, 1 + n)).toISOString().slice(0, 10)

test('whatever happens, excused days are those that a plain reading of the last answer gives', async () => {
  const leave = fc.record({
    id: fc.integer({ min: 1, max: 8 }),
    user: fc.constantFrom(1, 2, 3, 11, 12, 99),
    from: fc.nat(40),
    length: fc.nat(6),
    status: fc.constantFrom('APPROVED', 'APPROVED', 'REQUESTED', 'REJECTED', 'CANCELLED'),
    half: fc.boolean(),
    isConsecutive: fc.boolean(),
  })
  const answers = fc.array(fc.uniqueArray(leave, { selector: ({ id }) => id, maxLength: 8 }), {
    minLength: 1,
    maxLength: 4,
  })
  await fc.assert(
    fc.asyncProperty(answers, async (history) => {
      for (const answer of history) {
        stage.has(
          ...answer.map(({ id, user, from, length, status, half, isConsecutive }) =>
            row(id, {
              ...of(user, { status, isConsecutive, leaveDays: half ? 0.5 : 1 }),
              ...{ startDate: day(from), endDate: day(from + length) },
            }),
          ),
        )
        await stage.sync()
      }
      const portions = new Map<string, number>()
      for (const { user, from, length, status, half, isConsecutive } of history.at(-1) ?? []) {
        if (status !== 'APPROVED' || user === 99) continue
        const dates = []
        for (let n = from; n <= from + length; n++) {
          const weekday = new Date(Date.UTC(2026, 9, 1 + n)).getUTCDay()
          if (isConsecutive || (weekday !== 0 && weekday !== 6)) dates.push(day(n))
        }
        for (const date of dates) {
          const key = `${user} ${date}`
          portions.set(key, Math.min(1, (portions.get(key) ?? 0) + (half && date === dates.at(-1) ? 0.5 : 1)))
        }
      }
      const stored = (await excused()).map(({ id, date, portion }) => [`${id} ${date}`, portion])
      expect(new Map(stored as [string, number][])).toEqual(portions)
    }),
    { numRuns: 25 },
  )
})
