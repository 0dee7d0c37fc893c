import type { AttendanceRecord, DayEvent, LocalDate } from '@rollcall/domain'
import { type Pool, type PoolClient, sqlState } from '@rollcall/platform'
import { instants, integers, plain, texts } from './array-parameters.ts'
import { roundTemperature } from './folded-from.ts'

/** A record on its way into the table. */
export interface Arrival extends DayEvent {
  readonly record: AttendanceRecord
  readonly utcDate: LocalDate
}

/** Each event once, as the first record of it in the chunk says. By person: that is the order of the indexes. */
export function arrivalsOf(records: readonly AttendanceRecord[]): Arrival[] {
  const arrivals = new Map<string, Arrival>()
  for (const record of records)
    if (!arrivals.has(record.id))
      arrivals.set(record.id, {
        record,
        utcDate: record.at.slice(0, 10),
        at: Date.parse(record.at),
        type: record.type,
        temperature: roundTemperature(record.temperature),
      })
  return [...arrivals.values()].sort((a, b) => a.record.userId - b.record.userId)
}

// Without ON CONFLICT, which would cost a quarter more: what is stored is known before (see isStoredAlready).
const STORE = `
  INSERT INTO attendance.events
    (utc_date, user_id, at, type, school_id, local_date, temperature, image, device_id, received_at)
  SELECT * FROM unnest($1::date[], $2::int[], $3::timestamptz[], $4::attendance.transition[], $5::int[], $6::date[],
                       $7::numeric[], $8::text[], $9::int[], $10::timestamptz[])`

const keysOf = (arrivals: readonly Arrival[]) => [
  plain(arrivals.map((arrival) => arrival.utcDate)),
  integers(arrivals.map(({ record }) => record.userId)),
  instants(arrivals.map((arrival) => arrival.at)),
  plain(arrivals.map((arrival) => arrival.type)),
]

export async function storeEvents(client: PoolClient, arrivals: readonly Arrival[]): Promise<void> {
  await client.query(STORE, [
    ...keysOf(arrivals),
    integers(arrivals.map(({ record }) => record.schoolId)),
    plain(arrivals.map(({ record }) => record.localDate)),
    plain(arrivals.map((arrival) => arrival.temperature)),
    texts(arrivals.map(({ record }) => record.image)),
    integers(arrivals.map(({ record }) => record.deviceId)),
    instants(arrivals.map(({ record }) => Date.parse(record.receivedAt))),
  ])
}

const UNIQUE_VIOLATION = '23505'

/**
 * Repeats are known by the row of their date. One that is not shows itself here: its event is stored under another date, or
 * somebody stores it at the same moment for another school, or its row was lost.
 */
export const isStoredAlready = (error: unknown): boolean =>
  sqlState(error) === UNIQUE_VIOLATION &&
  error instanceof Error &&
  'constraint' in error &&
  /^events_\d+_pkey$/.test(String(error.constraint))

const STORED = `
  SELECT arrival.number
  FROM unnest($1::date[], $2::int[], $3::timestamptz[], $4::attendance.transition[])
    WITH ORDINALITY AS arrival (utc_date, user_id, at, type, number)
  CROSS JOIN LATERAL (
    SELECT FROM attendance.events
    WHERE utc_date = arrival.utc_date AND user_id = arrival.user_id AND at = arrival.at AND type = arrival.type
    OFFSET 0
  ) event`

export async function notStored(pool: Pool, arrivals: readonly Arrival[]): Promise<Arrival[]> {
  const { rows } = await pool.query<{ number: number }>(STORED, keysOf(arrivals))
  const stored = new Set(rows.map(({ number }) => number - 1))
  return arrivals.filter((_, i) => !stored.has(i))
}
