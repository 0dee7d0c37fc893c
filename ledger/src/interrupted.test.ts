import { addPeople, addSchools, createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { Ledger } from './ledger.ts'
import { RememberedDoubts } from './testing/doubts.ts'
import { interruptedPool, type Loss } from './testing/interrupted-pool.ts'
import { checkIn, checkOut } from './testing/records.ts'
import { expectRight, kept } from './testing/state.ts'

const DATE = '2026-11-20'
const IN = Date.parse(`${DATE}T07:00:00Z`)
const OUT = Date.parse(`${DATE}T12:00:00Z`)
const TONIGHT = new Date(`${DATE}T23:30:00Z`)
const MOST_STATEMENTS = 60
const LONG = 240_000
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase('interrupted')
  await addSchools(database.pool, [{ id: 1 }])
  await addPeople(database.pool, { schoolId: 1, firstId: 1, count: 3 })
  await ledger().ensurePartitions(DATE, DATE)
})
afterAll(() => database.drop())

const ledger = (pool = database.pool) => new Ledger(pool, new RememberedDoubts())

async function begin(): Promise<void> {
  await database.pool.query(
    'TRUNCATE attendance.events, attendance.user_days, attendance.school_days, attendance.fever_events, attendance.corrections RESTART IDENTITY',
  )
  await ledger().apply([checkIn(1, IN), checkOut(1, OUT, { temperature: 38.5 }), checkIn(2, IN)])
}

const works: Record<string, (ledger: Ledger) => Promise<unknown>> = {
  'storing records': (each) =>
    each.apply([checkIn(3, IN, { temperature: 39 }), checkOut(2, OUT), checkIn(1, OUT + 1000), checkIn(1, IN)]),
  'a correction': (each) =>
    each.correct({
      ...{ userId: 1, schoolId: 1, localDate: DATE, reason: 'a test', madeBy: 'tester' },
      ...{ kind: 'void', target: { at: OUT, type: 'checkout' } },
    }),
  'closing a day': (each) => each.closeDay(1, DATE, TONIGHT),
  'computing a day again': async (each) => {
    await database.pool.query('UPDATE attendance.user_days SET inside_ms = 1')
    await each.recompute(1, DATE)
  },
}

/** Everything but what computing again has to put right. */
const state = async () => {
  const corrections = await database.pool.query('SELECT kind FROM attendance.corrections')
  const events = await database.pool.query('SELECT user_id, at, type FROM attendance.events ORDER BY user_id, at, type')
  const closed = await database.pool.query('SELECT closed_at IS NOT NULL AS closed FROM attendance.school_days')
  return { events: events.rows, corrections: corrections.rows, closed: closed.rows }
}

const cases = Object.keys(works).flatMap((what) => (['before', 'after'] as Loss[]).map((loss) => ({ what, loss })))

test.each(cases)(
  '$what, its connection lost $loss any statement, is done wholly or not at all',
  async ({ what, loss }) => {
    const work = works[what]
    if (!work) throw new Error('no such work')
    await begin()
    const untouched = { ...(await state()), kept: await kept(database.pool) }
    await work(ledger())
    const done = { ...(await state()), kept: await kept(database.pool) }

    let interrupted = 0
    for (let nth = 1; nth <= MOST_STATEMENTS; nth++) {
      await begin()
      const { pool, happened } = interruptedPool(database.pool, nth, loss)
      const outcome = await work(ledger(pool)).then(
        () => 'done',
        () => 'failed',
      )
      if (!happened()) break
      interrupted++
      expect(outcome).toBe('failed')
      if (what !== 'computing a day again') {
        const now = { ...(await state()), kept: await kept(database.pool) }
        expect([untouched, done]).toContainEqual(now)
        await expectRight(database.pool)
      }
      // Whoever does it again gets there: with records as they are sent again, the others as an admin would.
      await work(ledger()).catch((error) => expect(error).toMatchObject({ code: 'already-void' }))
      expect({ ...(await state()), kept: await kept(database.pool) }).toEqual(done)
    }
    // BEGIN, both locks, something, COMMIT.
    expect(interrupted).toBeGreaterThan(5)
    expect(interrupted).toBeLessThan(MOST_STATEMENTS)
  },
  LONG,
)
