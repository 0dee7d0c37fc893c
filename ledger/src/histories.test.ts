import type { AttendanceRecord } from '@rollcall/domain'
import fc from 'fast-check'
import { addPeople, addSchools, createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { CorrectionError, type NewCorrection } from './correct.ts'
import { Ledger } from './ledger.ts'
import type { SchoolDay } from './school-day.ts'
import { RememberedDoubts } from './testing/doubts.ts'
import { PEOPLE_A_SCHOOL, peopleOf, SCHOOLS, someChunks, someCorrection, someRecord } from './testing/histories.ts'
import { expectRight, kept } from './testing/state.ts'

/** Hundreds of transactions a run. */
const LONG = 240_000

let database: TestDatabase
let ledger: Ledger

beforeAll(async () => {
  database = await createTestDatabase('histories')
  await addSchools(database.pool, SCHOOLS)
  for (const { id } of SCHOOLS)
    await addPeople(database.pool, { schoolId: id, firstId: peopleOf(id)[0] ?? 0, count: PEOPLE_A_SCHOOL })
  ledger = new Ledger(database.pool, new RememberedDoubts())
})
afterAll(() => database.drop())

const clear = () =>
  database.pool.query(
    `TRUNCATE attendance.events, attendance.user_days, attendance.school_days, attendance.fever_events, attendance.corrections
     RESTART IDENTITY`,
  )

const schoolDays = async (): Promise<SchoolDay[]> =>
  (
    await database.pool.query<SchoolDay>(
      'SELECT school_id AS "schoolId", local_date AS "localDate" FROM attendance.school_days',
    )
  ).rows

type Step =
  | { does: 'apply'; records: AttendanceRecord[] }
  | { does: 'close'; day: SchoolDay }
  | { does: 'correct'; correction: NewCorrection }

/** A correction that makes no sense at its moment is refused, and is then no part of the history. */
async function take(step: Step): Promise<void> {
  if (step.does === 'apply') await ledger.apply(step.records)
  else if (step.does === 'close') await ledger.closeDay(step.day.schoolId, step.day.localDate, new Date())
  else
    await ledger.correct(step.correction).catch((error) => {
      if (!(error instanceof CorrectionError)) throw error
    })
}

/** The steps of each kind keep their order; how the kinds mix is arbitrary. */
const mixed = (a: Step[], b: Step[]): fc.Arbitrary<Step[]> =>
  fc.infiniteStream(fc.boolean()).map((choices) => {
    const [restA, restB] = [[...a], [...b]]
    const steps: Step[] = []
    while (restA.length + restB.length > 0) {
      const from = restB.length === 0 || (restA.length > 0 && choices.next().value) ? restA : restB
      steps.push(...from.splice(0, 1))
    }
    return steps
  })

const someRecords = fc.uniqueArray(someRecord, { minLength: 1, maxLength: 40, selector: ({ id }) => id })
const applied = (chunks: AttendanceRecord[][]) => chunks.map((records): Step => ({ does: 'apply', records }))
const someClosings = (records: AttendanceRecord[]) =>
  fc
    .array(fc.constantFrom(...records), { maxLength: 4 })
    .map((about) => about.map(({ schoolId, localDate }): Step => ({ does: 'close', day: { schoolId, localDate } })))

test(
  'the same records and closings, in any order and chunked anyhow, leave the same',
  async () => {
    const twoWays = someRecords.chain((records) =>
      someClosings(records).chain((closings) => {
        const way = someChunks(records).chain((chunks) => mixed(applied(chunks), closings))
        return fc.tuple(way, way)
      }),
    )
    await fc.assert(
      fc.asyncProperty(twoWays, async ([one, other]) => {
        await clear()
        for (const step of one) await take(step)
        const first = await kept(database.pool)
        await clear()
        for (const step of other) await take(step)
        expect(await kept(database.pool)).toEqual(first)
        await expectRight(database.pool)
      }),
      { numRuns: 30 },
    )
  },
  LONG,
)

test(
  'whatever happens, what is kept is what events, corrections and closings make it',
  async () => {
    const histories = someRecords.chain((records) =>
      fc
        .tuple(someChunks(records), someClosings(records), fc.array(someCorrection(records), { maxLength: 12 }))
        .chain(([chunks, closings, corrections]) =>
          mixed(applied(chunks), closings).chain((steps) =>
            mixed(
              steps,
              corrections.map((correction) => ({ does: 'correct', correction })),
            ),
          ),
        ),
    )
    await fc.assert(
      fc.asyncProperty(histories, async (steps) => {
        await clear()
        for (const step of steps) await take(step)
        await expectRight(database.pool)
        const before = await kept(database.pool)
        for (const { schoolId, localDate } of await schoolDays())
          expect(await ledger.recompute(schoolId, localDate)).toMatchObject({ drift: [] })
        expect(await kept(database.pool)).toEqual(before)
      }),
      { numRuns: 40 },
    )
  },
  LONG,
)
