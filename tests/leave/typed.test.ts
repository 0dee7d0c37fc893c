import type { HrQuery } from '@rollcall/platform'
import fc from 'fast-check'
import { fetchWindows } from '../../tasks/src/sync-leave/fetch-windows.ts'
import { LeaveStore } from '../../tasks/src/sync-leave/leave-store.ts'
import { rangeAround } from '../../tasks/src/sync-leave/sync-leave.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { NOW, type Row, row } from './stage.ts'

let some: TestDatabase
let all: TestDatabase
beforeAll(async () => {
  ;[some, all] = await Promise.all([createTestDatabase(), createTestDatabase()])
})
afterAll(() => Promise.all([some.drop(), all.drop()]))

const [LINES, LEAVES, SIZE] = [40, 32, 16]
const RUNS = 25
const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)
const rarely = <T>(usual: fc.Arbitrary<T>, ...others: unknown[]) =>
  fc.oneof(
    { weight: 40, arbitrary: usual as fc.Arbitrary<unknown> },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  )
const few = fc.integer({ min: 1, max: 3 })
const word = fc.constantFrom('a', 'b', null)

/** Few of each thing, so that many rows tell of it, and not the same. Some can't be read. */
const leave: fc.Arbitrary<Row> = fc
  .record({
    id: rarely(fc.integer({ min: 1, max: LEAVES }), 'x'),
    ...{
      userId: fc.integer({ min: 1, max: 6 }),
      empId: word,
      teamManagerId: few,
      firstName: word,
      isHr: rarely(fc.boolean(), 'maybe'),
    },
    ...{ designationId: fc.option(few), designationName: word, departmentDescription: word },
    ...{ leaveIssuerId: fc.option(few), currentLeaveIssuerId: fc.option(few), leaveIssuerFirstName: word },
    ...{ currentLeaveIssuerEmail: word, leaveTypeId: fc.option(few), leaveTypeName: word, defaultDays: few },
    ...{ fiscalId: few, fiscalIsCurrent: fc.boolean() },
    allocations: fc.option(
      fc.uniqueArray(fc.record({ id: few, name: word }), { selector: ({ id }) => id, maxLength: 2 }),
    ),
    status: rarely(fc.constantFrom('APPROVED', 'CANCELLED', 'PENDING'), 'WHO KNOWS'),
    start: rarely(fc.integer({ min: 0, max: 300 }), NaN),
    length: fc.oneof(few, fc.integer({ min: 0, max: 200 })),
    updatedAt: rarely(
      fc.integer({ min: 1, max: 9 }).map((n) => `2026-04-0${n}T00:00:00Z`),
      null,
      'yesterday',
    ),
  })
  .map(({ start, length, ...more }) =>
    row(more.id, {
      ...more,
      ...(Number.isNaN(start)
        ? { startDate: 'soon' }
        : { startDate: day(Number(start)), endDate: day(Number(start) + length) }),
    }),
  )

/** What becomes of so many of the lines that the HR system has: another row, or none. */
const changes = (minKeys: number, maxKeys: number) =>
  fc.dictionary(fc.integer({ min: 1, max: LINES }).map(String), fc.option(leave, { freq: 4 }), { minKeys, maxKeys })
const history = fc
  .tuple(changes(LINES / 2, LINES), fc.array(changes(1, 3), { minLength: 4, maxLength: 8, size: 'max' }))
  .map(([first, later]) => [first, ...later])

/** Without it, a step that comes to nothing would leave nothing to be typed. It tells nothing of anything. */
const alwaysDifferent = row(LEAVES + 1, {
  ...{ userId: 7, updatedAt: null, teamManagerId: null, designationId: null, departmentDescription: null },
  ...{ allocations: null, leaveIssuerId: null, currentLeaveIssuerId: null, leaveTypeId: null, fiscalId: null },
})

test('whatever changes, only what is different is typed, and it comes to what typing and filling everything does', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const lines = new Map<string, Row>()
      for (const [number, step] of steps.entries()) {
        for (const [line, change] of Object.entries(step))
          if (change) lines.set(line, change)
          else lines.delete(line)
        const rows = [...lines.values(), { ...alwaysDifferent, reason: number }]
        await all.pool.query('TRUNCATE leave.typed_leaves')
        await Promise.all([sync(some, rows), sync(all, rows)])
        const [outcome, expected] = await Promise.all([outcomeOf(some), outcomeOf(all)])
        expect(outcome).toEqual(expected)
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
})

/** As the task does it, but for the way to the HR system. */
async function sync({ pool }: TestDatabase, rows: readonly Row[]): Promise<void> {
  const store = new LeaveStore(pool)
  const { version, windows } = await store.state()
  const page = async ({ startDate, endDate, size }: HrQuery) => {
    const touches = ({ startDate: from, endDate: to }: Row) => String(from) <= endDate && String(to) >= startDate
    const records = rows.filter(touches).slice(0, size)
    return { records, etag: null, body: Buffer.alloc(0), hash: JSON.stringify(records) }
  }
  await store.store(await fetchWindows({ page }, rangeAround(NOW), windows, SIZE), version, NOW, { accept: true })
}

/** All of it, but for the moments at which it was written and the numbers that departments were given. */
async function outcomeOf({ pool }: TestDatabase): Promise<unknown> {
  const tables = await pool.query<{ name: string }>(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('raw', 'dbo', 'leave')
     AND tablename <> ALL ('{sync,windows}') ORDER BY 1`,
  )
  const { rows } = await pool.query(
    `${tables.rows
      .map(
        ({ name }) =>
          `SELECT '${name}' AS of, (row - '{seen_at,linked_at,vanished_at,cancelled_at,removed_at,department_id}'::text[])::text AS row,
             row ->> 'vanished_at' IS NOT NULL AS vanished, row ->> 'cancelled_at' IS NOT NULL AS cancelled,
             row ->> 'removed_at' IS NOT NULL AS removed,
             (SELECT department_description FROM dbo.departments WHERE department_id = (row ->> 'department_id')::int) AS department
           FROM ${name} given, to_jsonb(given) AS row`,
      )
      .join(' UNION ALL ')} ORDER BY 1, 2`,
  )
  return rows
}
