import { addPeople, addSchools, createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import type { ExcuseChange } from './excuse.ts'
import { Ledger } from './ledger.ts'
import { RememberedDoubts } from './testing/doubts.ts'
import { checkIn, checkOut } from './testing/records.ts'

const NOW = new Date('2026-11-20T10:00:00Z')
let database: TestDatabase
let ledger: Ledger
beforeEach(async () => {
  database = await createTestDatabase()
  await addSchools(database.pool, [{ id: 1 }, { id: 2 }])
  await addPeople(database.pool, { schoolId: 1, firstId: 1, count: 40 })
  ledger = new Ledger(database.pool, new RememberedDoubts())
})
afterEach(() => database.drop())

const change = (userId: number, localDate: string, portion: number | null = 1): ExcuseChange => ({
  ...{ userId, localDate, schoolId: 1 },
  excuse: portion === null ? null : { portion, reason: 'Sick, "very"', leaveId: 7 },
})

test('only what is different is written, and raises its school day once', async () => {
  const first = [change(1, '2026-11-02'), change(2, '2026-11-02'), change(1, '2026-11-03', 0.5)]
  expect(await ledger.excuse(first, NOW)).toEqual({
    changed: 3,
    days: expect.arrayContaining([
      { schoolId: 1, localDate: '2026-11-02', version: 1 },
      { schoolId: 1, localDate: '2026-11-03', version: 1 },
    ]),
  })
  expect(await ledger.excuse(first, NOW)).toEqual({ changed: 0, days: [] })
  expect(await ledger.excuse([change(2, '2026-11-02', null), change(9, '2026-11-02', null)], NOW)).toEqual({
    changed: 1,
    days: [{ schoolId: 1, localDate: '2026-11-02', version: 2 }],
  })
})

test('beside check-ins of the same day nothing is lost and nothing drifts', async () => {
  const people = Array.from({ length: 12 }, (_, index) => index + 1)
  await Promise.all([
    ...people.map((id) => ledger.apply([checkIn(id, '2026-11-02T07:00:00Z'), checkOut(id, '2026-11-02T14:00:00Z')])),
    ...people.map((id) => ledger.excuse([change(id, '2026-11-02')], NOW)),
  ])
  const { rows } = await database.pool.query('SELECT version, came, present FROM attendance.school_days')
  expect(rows).toEqual([{ version: 24, came: 12, present: 12 }])
  expect((await ledger.recompute(1, '2026-11-02')).drift).toEqual([])
})
