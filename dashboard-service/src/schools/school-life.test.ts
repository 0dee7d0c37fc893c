import { createRegistry } from '@rollcall/platform'
import { awayFromMidnight } from '../../../tests/support/away-from-midnight.ts'
import { addSchools, createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { schoolLifeMetrics } from './school-life-metrics.ts'

let database: TestDatabase
beforeAll(async () => {
  await awayFromMidnight('Pacific/Kiritimati', 'Pacific/Pago_Pago')
  database = await createTestDatabase()
  await addSchools(database.pool, [
    { id: 1, timeZone: 'Pacific/Kiritimati' },
    { id: 2, timeZone: 'Pacific/Kiritimati' },
    { id: 3, timeZone: 'Pacific/Pago_Pago' },
  ])
  // Their dates are always one or two days apart: 25 hours lie between them.
  await database.pool.query(
    `INSERT INTO attendance.school_days (school_id, local_date, late_after, closes_at, came, present, inside, late, fevers)
     SELECT id, (now() AT TIME ZONE time_zone)::date - ago, now(), now(), 10 * id, 9 * id, 8 * id, 7 * id, id * (id - 1)
     FROM roster.schools, (VALUES (0), (7)) AS days (ago)`,
  )
})
afterAll(() => database.drop())

test('the numbers of a time zone are those of its schools today, each by its own date', async () => {
  const registry = createRegistry('test')
  schoolLifeMetrics(registry, database.pool)
  const text = await registry.metrics()
  const value = (name: string, zone: string) =>
    Number(new RegExp(`^${name}\\{time_zone="${zone}",.*\\} (\\d+)$`, 'm').exec(text)?.[1])
  const all = (zone: string) =>
    ['came', 'present', 'inside', 'late', 'with_fever'].map((name) => value(`rollcall_people_${name}`, zone))
  expect(all('Pacific/Kiritimati')).toEqual([30, 27, 24, 21, 2])
  expect(all('Pacific/Pago_Pago')).toEqual([30, 27, 24, 21, 6])
  expect(value('rollcall_schools', 'Pacific/Kiritimati')).toBe(2)
  expect(value('rollcall_schools_with_fever', 'Pacific/Kiritimati')).toBe(1)
})
