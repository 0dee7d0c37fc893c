import { type AttendanceRecord, attendanceRecord } from '@rollcall/domain'
import fc from 'fast-check'
import { addPeople, addSchools, createTestDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { CorrectionError, type NewCorrection } from './correct.ts'
import { Ledger } from './ledger.ts'
import { RememberedDoubts } from './testing/doubts.ts'
import { someCorrection } from './testing/histories.ts'
import { record } from './testing/records.ts'
import { expectRight } from './testing/state.ts'

const WRITERS = 8
const ROUNDS = 6
const STEPS = 25
const PEOPLE = [1, 2, 3, 4, 5, 6]
const DATES = ['2026-11-19', '2026-11-20']
const HOUR = 3_600_000

let database: TestDatabase
let ledger: Ledger

beforeAll(async () => {
  database = await createTestDatabase('concurrency', { connections: WRITERS })
  await addSchools(database.pool, [{ id: 1 }, { id: 2 }])
  await addPeople(database.pool, { schoolId: 1, firstId: 1, count: PEOPLE.length })
  ledger = new Ledger(database.pool, new RememberedDoubts())
  await ledger.ensurePartitions('2026-11-18', '2026-11-21')
})
afterAll(() => database.drop())

const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T

/** Few people, few instants: everybody is in everybody's way. Some of a person's records name the other school. */
const recordsOf = (date: string): AttendanceRecord[] =>
  PEOPLE.flatMap((userId) =>
    Array.from({ length: 8 }, (_, i) => {
      const at = Date.parse(`${date}T07:00:00Z`) + i * HOUR
      const schoolId = (userId + i) % 5 === 0 ? 2 : 1
      return record(userId, i % 2 === 0 ? 'checkin' : 'checkout', at, { schoolId, temperature: i === 3 ? 38.7 : 36.6 })
    }),
  )

/** The same event, which the edge took for another school's or date's: whichever comes first stands. */
function sometimesOtherwise(record: AttendanceRecord): AttendanceRecord {
  const dice = Math.random()
  if (dice < 0.05) return { ...record, schoolId: 3 - record.schoolId }
  const localDate = DATES.find((date) => date !== record.localDate) ?? record.localDate
  const other = attendanceRecord.safeParse({ ...record, localDate })
  return dice < 0.1 && other.success ? other.data : record
}

async function anything(records: readonly AttendanceRecord[]): Promise<void> {
  const day = { schoolId: pick([1, 2]), localDate: pick(DATES) }
  const dice = Math.random()
  if (dice < 0.6) await ledger.apply(Array.from({ length: 12 }, () => sometimesOtherwise(pick(records))))
  else if (dice < 0.8) {
    const [correction] = fc.sample(someCorrection(records), 1) as [NewCorrection]
    await ledger.correct(correction).catch((error) => {
      if (!(error instanceof CorrectionError)) throw error
    })
  } else if (dice < 0.85) await ledger.closeDay(day.schoolId, day.localDate, new Date())
  else expect(await ledger.recompute(day.schoolId, day.localDate)).toMatchObject({ drift: [] })
}

test.each(Array.from({ length: ROUNDS }, (_, i) => i))(
  'many writers at the same people at the same moment count everybody once (round %i)',
  async () => {
    await database.pool.query(
      'TRUNCATE attendance.events, attendance.user_days, attendance.school_days, attendance.fever_events, attendance.corrections RESTART IDENTITY',
    )
    const records = DATES.flatMap(recordsOf)
    await Promise.all(
      Array.from({ length: WRITERS }, async () => {
        for (let step = 0; step < STEPS; step++) await anything(records)
      }),
    )
    await ledger.apply(records)
    const { rows } = await database.pool.query('SELECT count(*) AS count FROM attendance.events')
    expect(rows).toEqual([{ count: records.length }])
    await expectRight(database.pool)
  },
)
