import type { AttendanceRecord, DayEvent, LocalDate } from '@rollcall/domain'
import type { Pool, PoolClient } from '@rollcall/platform'
import { instants, integers, plain, readNumbers, texts, utcDates } from './array-parameters.ts'
import { EVENT_CODE, EVENT_TEMPERATURE, eventOfCode } from './event-code.ts'
import { foldDays, type PersonToFold } from './fold-days.ts'
import { withDaysLocked } from './lock-days.ts'
import { isMissingPartition, makePartitions } from './partitions.ts'
import { type SchoolDay, schoolDayKey, type VersionedDay } from './school-day.ts'

export interface Applied {
  /** Records that were new. */
  readonly stored: number
  /** Records that were there already, or twice in the chunk. */
  readonly repeated: number
  /** The school days whose counts changed. */
  readonly days: VersionedDay[]
}

/** Stores a chunk of records and folds the people concerned, all of it or nothing. */
export async function apply(pool: Pool, records: readonly AttendanceRecord[]): Promise<Applied> {
  if (records.length === 0) return { stored: 0, repeated: 0, days: [] }
  const rows = eventRows(records)
  const store = () =>
    withDaysLocked(pool, schoolDaysOf(records), async (client, locked) => {
      const { stored, people } = await storeEvents(client, rows)
      const { changed } = await foldDays(client, locked, people, { trustRows: true })
      return { stored, repeated: records.length - stored, days: changed }
    })
  try {
    return await store()
  } catch (error) {
    if (!isMissingPartition(error)) throw error
    await makePartitions(pool, [...new Set(records.map((record) => record.at.slice(0, 10)))])
    return await store()
  }
}

function schoolDaysOf(records: readonly AttendanceRecord[]): SchoolDay[] {
  const days = new Map<string, SchoolDay>()
  for (const { schoolId, localDate } of records) {
    const key = schoolDayKey(schoolId, localDate)
    if (!days.has(key)) days.set(key, { schoolId, localDate })
  }
  return [...days.values()]
}

// A record whose event is stored already changes nothing, whatever it says: the first one's school and date stand.
const STORE = `
  WITH stored AS (
    INSERT INTO attendance.events
      (utc_date, user_id, at, type, school_id, local_date, temperature, image, device_id, received_at)
    SELECT * FROM unnest($1::date[], $2::int[], $3::timestamptz[], $4::attendance.transition[], $5::int[], $6::date[],
                         $7::numeric[], $8::text[], $9::int[], $10::timestamptz[])
    ON CONFLICT DO NOTHING
    RETURNING user_id, school_id, local_date, at, type, temperature
  )
  SELECT local_date, array_agg(user_id)::text, array_agg(school_id)::text, array_agg(${EVENT_CODE})::text,
         array_agg(${EVENT_TEMPERATURE})::text
  FROM stored GROUP BY local_date`

function eventRows(records: readonly AttendanceRecord[]): (Buffer | string)[] {
  const at = records.map((record) => Date.parse(record.at))
  return [
    utcDates(at),
    integers(records.map((record) => record.userId)),
    instants(at),
    plain(records.map((record) => record.type)),
    integers(records.map((record) => record.schoolId)),
    plain(records.map((record) => record.localDate)),
    plain(records.map((record) => record.temperature)),
    texts(records.map((record) => record.image)),
    integers(records.map((record) => record.deviceId)),
    instants(records.map((record) => Date.parse(record.receivedAt))),
  ]
}

type StoredRow = [localDate: LocalDate, users: string, schools: string, codes: string, temperatures: string]

async function storeEvents(client: PoolClient, rows: readonly (Buffer | string)[]) {
  const result = await client.query<StoredRow>({ text: STORE, values: [...rows], rowMode: 'array' })
  const people: PersonToFold[] = []
  let stored = 0
  for (const [localDate, users, ...columns] of result.rows) {
    const [schools = [], codes = [], temperatures = []] = columns.map(readNumbers)
    const byId = new Map<number, { schoolId: number; arrived: DayEvent[] }>()
    readNumbers(users).forEach((userId, i) => {
      stored++
      const schoolId = schools[i] ?? 0
      const event = eventOfCode(codes[i] ?? 0, temperatures[i] ?? 0)
      const person = byId.get(userId)
      if (!person) byId.set(userId, { schoolId, arrived: [event] })
      else {
        person.arrived.push(event)
        // Should two schools name one person on one date, it is not chance that decides between them.
        person.schoolId = Math.min(person.schoolId, schoolId)
      }
    })
    for (const [userId, person] of byId) people.push({ userId, localDate, ...person })
  }
  return { stored, people }
}
