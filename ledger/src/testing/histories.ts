import { type AttendanceRecord, TimeZoneDays, TRANSITIONS } from '@rollcall/domain'
import fc from 'fast-check'
import type { TestSchool } from '../../../tests/support/database.ts'
import type { NewCorrection } from '../correct.ts'
import { record } from './records.ts'

/** Schools whose dates are of all kinds: clocks going back and forward, midnights that do not exist, the ends of the earth. */
export const SCHOOLS: (TestSchool & { timeZone: string; around: string })[] = [
  { id: 1, timeZone: 'Europe/Berlin', around: '2026-10-25T00:00Z' },
  { id: 2, timeZone: 'America/New_York', around: '2026-11-01T05:00Z' },
  { id: 3, timeZone: 'America/Santiago', around: '2026-09-06T04:00Z' },
  { id: 4, timeZone: 'Africa/Cairo', around: '2026-04-24T00:00Z' },
  { id: 5, timeZone: 'Asia/Kolkata', around: '2026-03-10T00:00Z' },
  { id: 6, timeZone: 'Pacific/Kiritimati', around: '2026-03-10T10:00Z' },
  { id: 7, timeZone: 'Pacific/Pago_Pago', around: '2026-03-10T11:00Z' },
].map((school) => ({ ...school, opensAt: '07:00', closesAt: '19:00' }))

export const PEOPLE_A_SCHOOL = 2
export const peopleOf = (schoolId: number) => Array.from({ length: PEOPLE_A_SCHOOL }, (_, i) => schoolId * 10 + i)

const zones = new Map(SCHOOLS.map(({ id, timeZone }) => [id, new TimeZoneDays(timeZone)]))
const dateAt = (schoolId: number, at: number) => zones.get(schoolId)?.dayAt(at).date ?? ''

const HOUR = 3_600_000

/** Within a day and a half of where clocks change; full hours often, so that events meet at one instant. */
const instant = (around: string) =>
  fc
    .oneof(fc.integer({ min: -36, max: 36 }), fc.double({ min: -36, max: 36, noNaN: true }))
    .map((hours) => Date.parse(around) + Math.round(hours * HOUR))

/** Often a fever; always the same for the same event, as a client's retry sends it. */
const temperatureAt = (at: number) => [null, 36.5, 37.99, 38, 39.25][((at / 1000) % 5) | 0] ?? null

const person = fc
  .constantFrom(...SCHOOLS)
  .chain((school) => fc.record({ school: fc.constant(school), userId: fc.constantFrom(...peopleOf(school.id)) }))

export const someRecord: fc.Arbitrary<AttendanceRecord> = person.chain(({ school, userId }) =>
  fc.tuple(instant(school.around), fc.constantFrom(...TRANSITIONS)).map(([at, type]) =>
    record(userId, type, at, {
      schoolId: school.id,
      localDate: dateAt(school.id, at),
      temperature: temperatureAt(at),
    }),
  ),
)

/** A correction that has good chances to make sense: about one of these records, or one made near it. */
export const someCorrection = (records: readonly AttendanceRecord[]): fc.Arbitrary<NewCorrection> =>
  fc
    .record({
      about: fc.constantFrom(...records),
      kind: fc.constantFrom('void', 'add', 'amend', 'mark', 'undo'),
      shift: fc.integer({ min: -3, max: 3 }),
      type: fc.constantFrom(...TRANSITIONS),
      status: fc.constantFrom('Present', 'Absent', 'Leave', 'Half Day'),
      undoes: fc.integer({ min: 1, max: 6 }),
    })
    .map(({ about, kind, shift, type, status, undoes }) => {
      const at = Date.parse(about.at)
      const { userId, schoolId, localDate } = about
      return {
        ...{ userId, schoolId, localDate, kind, status, undoes, reason: 'a test', madeBy: 'tester' },
        target: { at, type: about.type },
        event: { at: at + shift * HOUR, type, temperature: temperatureAt(at + HOUR) },
      } as NewCorrection
    })

/** The same records cut into chunks, in any order, some of them twice. */
export const someChunks = (records: readonly AttendanceRecord[]): fc.Arbitrary<AttendanceRecord[][]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...records], { minLength: records.length }),
      fc.subarray([...records]),
      fc.infiniteStream(fc.integer({ min: 1, max: 8 })),
    )
    .map(([all, again, sizes]) => {
      const rest = [...all, ...again]
      const chunks: AttendanceRecord[][] = []
      while (rest.length > 0) chunks.push(rest.splice(0, sizes.next().value ?? 1))
      return chunks
    })
