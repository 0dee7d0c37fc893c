import fc from 'fast-check'
import { type Row, row, Stage } from './stage.ts'

const [LINES, LEAVES, SIZE] = [12, 8, 5]
const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)
const rarely = <T>(usual: fc.Arbitrary<T>, ...others: unknown[]) =>
  fc.oneof(
    { weight: 12, arbitrary: usual as fc.Arbitrary<unknown> },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  )
const few = fc.integer({ min: 1, max: 3 })
const word = fc.constantFrom('a', 'b', null)

/** Few of each thing, so that many rows tell of it, and not the same. Some can't be read. */
const leave: fc.Arbitrary<Row> = fc
  .record({
    id: rarely(fc.integer({ min: 1, max: LEAVES }), 'x'),
    ...{ userId: few, empId: word, teamManagerId: few, firstName: word, isHr: rarely(fc.boolean(), 'maybe') },
    ...{ designationId: fc.option(few), designationName: word, departmentDescription: word },
    ...{ leaveIssuerId: fc.option(few), currentLeaveIssuerId: fc.option(few), leaveIssuerFirstName: word },
    ...{ currentLeaveIssuerEmail: word, leaveTypeId: fc.option(few), leaveTypeName: word, defaultDays: few },
    ...{ fiscalId: few, fiscalIsCurrent: fc.boolean() },
    allocations: fc.option(fc.uniqueArray(fc.record({ id: few, name: word }), { selector: ({ id }) => id })),
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

/** What becomes of the lines that the HR system has: another row, or none. */
const step = fc.dictionary(fc.integer({ min: 1, max: LINES }).map(String), fc.option(leave, { freq: 4 }), {
  minKeys: 1,
  maxKeys: 6,
})

test('whatever changes, only what is different is typed, and it comes to what typing and filling everything does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
      const [some, all] = await Promise.all([Stage.up(), Stage.up()])
      try {
        const lines = new Map<string, Row>()
        for (const changes of steps) {
          for (const [line, change] of Object.entries(changes))
            if (change) lines.set(line, change)
            else lines.delete(line)
          await all.query('TRUNCATE leave.typed_leaves')
          for (const stage of [some, all]) {
            stage.has(...lines.values())
            await stage.sync({ size: SIZE, accept: true })
          }
          expect(await outcome(some)).toEqual(await outcome(all))
        }
      } finally {
        await Promise.all([some.down(), all.down()])
      }
    }),
    { numRuns: 12, endOnFailure: true },
  )
})

/** All of it, but for the moments at which it was written and the numbers that departments were given. */
async function outcome(stage: Stage): Promise<Record<string, Row[]>> {
  const outcome: Record<string, Row[]> = {}
  const tables = await stage.query(
    `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('raw', 'dbo', 'leave')
     AND tablename <> ALL ('{sync,windows}') ORDER BY 1`,
  )
  for (const { name } of tables)
    outcome[String(name)] = await stage.query(
      `SELECT (to_jsonb(t) - '{seen_at,linked_at,vanished_at,cancelled_at,removed_at,department_id}'::text[])::text AS row,
         to_jsonb(t) ->> 'vanished_at' IS NOT NULL AS vanished, to_jsonb(t) ->> 'cancelled_at' IS NOT NULL AS cancelled,
         to_jsonb(t) ->> 'removed_at' IS NOT NULL AS removed,
         (SELECT department_description FROM dbo.departments WHERE department_id = (to_jsonb(t) ->> 'department_id')::int) AS department
       FROM ${name} t ORDER BY 1`,
    )
  return outcome
}
