import {
  addDays,
  type Correction,
  type DayEvent,
  type DayFlag,
  FEVER,
  type LocalDate,
  type Transition,
} from '@rollcall/domain'
import type { PoolClient } from '@rollcall/platform'
import { integers, readNumbers } from './array-parameters.ts'
import { EVENT_CODE, EVENT_TEMPERATURE, eventOfCode } from './event-code.ts'

/** What is stored of a person's date. */
export interface StoredDay {
  readonly events: DayEvent[]
  readonly corrections: Correction[]
  /** What their row in user_days adds to the counters of its school's day; null when there is no row. */
  row: CountedRow | null
}

export interface CountedRow {
  readonly schoolId: number
  readonly came: boolean
  readonly present: boolean
  readonly inside: boolean
  readonly late: boolean
  readonly fever: boolean
  readonly events: number
}

const LATE: DayFlag = 'late'

// One constant date a branch: it leaves one partition, and one look-up in its primary key, where a person's events lie
// together. OFFSET 0 keeps the look-ups one a person: a partition filled within the hour has no statistics to plan by.
const eventsOn = (utcDate: string, bit: number) => `
      (SELECT ${EVENT_CODE} AS code, ${EVENT_TEMPERATURE} AS temperature
       FROM attendance.events
       WHERE utc_date = ${utcDate}::date AND user_id = known.id AND local_date = $2::date
         AND ($5::boolean OR known.utc_dates & ${bit} > 0)
       OFFSET 0)`

// Everything comes as a few long arrays: thousands of rows would cost more to take apart than to fold.
const READ = `
  WITH known AS MATERIALIZED (
    SELECT person.id, d.*
    FROM unnest($1::int[]) AS person (id)
    LEFT JOIN LATERAL (
      SELECT school_id, events, utc_dates,
             came::int + 2 * present::int + 4 * (inside_since IS NOT NULL)::int + 8 * ('${LATE}' = ANY (flags))::int
             + 16 * coalesce(highest_temperature >= ${FEVER}, false)::int AS bits
      FROM attendance.user_days
      WHERE local_date = $2::date AND user_id = person.id
      OFFSET 0
    ) d ON true
  )
  SELECT row.*, event.*, correction.*
  FROM (
    SELECT array_agg(id)::text, array_agg(school_id)::text, array_agg(bits)::text, array_agg(events)::text
    FROM known WHERE school_id IS NOT NULL
  ) row,
  (
    SELECT array_agg(known.id)::text, array_agg(e.code)::text, array_agg(e.temperature)::text
    FROM known
    CROSS JOIN LATERAL (${eventsOn('$3', 1)}
      UNION ALL${eventsOn('$2', 2)}
      UNION ALL${eventsOn('$4', 4)}
    ) e
  ) event,
  (
    SELECT json_agg(json_build_object(
      'id', id, 'userId', user_id, 'kind', kind, 'status', status, 'undoes', undoes,
      'targetAt', date_part('epoch', target_at) * 1000, 'targetType', target_type,
      'at', date_part('epoch', at) * 1000, 'type', type, 'temperature', temperature))
    FROM attendance.corrections
    WHERE local_date = $2::date AND user_id = ANY ($1::int[])
  ) correction`

type Row = [
  ...rows: [users: string | null, schools: string | null, bits: string | null, events: string | null],
  ...events: [users: string | null, codes: string | null, temperatures: string | null],
  corrections: CorrectionRow[] | null,
]

/**
 * Reads the date of these people; whoever has nothing stored is not in the answer. `trustRows`: their rows in user_days say
 * where their events lie, and no row means no events, which spares most look-ups.
 */
export async function readDays(
  client: PoolClient,
  localDate: LocalDate,
  userIds: readonly number[],
  { trustRows }: { trustRows: boolean },
): Promise<Map<number, StoredDay>> {
  const { rows } = await client.query<Row>({
    text: READ,
    values: [integers(userIds), localDate, addDays(localDate, -1), addDays(localDate, 1), !trustRows],
    rowMode: 'array',
  })
  const days = new Map<number, StoredDay>()
  const dayOf = (userId: number): StoredDay => {
    const known = days.get(userId)
    if (known) return known
    const day: StoredDay = { events: [], corrections: [], row: null }
    days.set(userId, day)
    return day
  }
  for (const row of rows) {
    readRows(row, dayOf)
    readEvents(row, dayOf)
    for (const correction of row[7] ?? []) dayOf(correction.userId).corrections.push(toCorrection(correction))
  }
  return days
}

function readRows([users, schools, bits, events]: Row, dayOf: (userId: number) => StoredDay): void {
  const school = readNumbers(schools)
  const bit = readNumbers(bits)
  const event = readNumbers(events)
  readNumbers(users).forEach((userId, i) => {
    const set = bit[i] ?? 0
    dayOf(userId).row = {
      schoolId: school[i] ?? 0,
      came: (set & 1) > 0,
      present: (set & 2) > 0,
      inside: (set & 4) > 0,
      late: (set & 8) > 0,
      fever: (set & 16) > 0,
      events: event[i] ?? 0,
    }
  })
}

function readEvents([, , , , users, codes, temperatures]: Row, dayOf: (userId: number) => StoredDay): void {
  const code = readNumbers(codes)
  const temperature = readNumbers(temperatures)
  readNumbers(users).forEach((userId, i) => {
    dayOf(userId).events.push(eventOfCode(code[i] ?? 0, temperature[i] ?? 0))
  })
}

interface CorrectionRow {
  id: number
  userId: number
  kind: Correction['kind']
  status: string
  undoes: number
  targetAt: number
  targetType: Transition
  at: number
  type: Transition
  temperature: number | null
}

/** The table's checks see to it that each kind has the columns it needs. */
function toCorrection(row: CorrectionRow): Correction {
  const { id, kind } = row
  const target = { at: row.targetAt, type: row.targetType }
  const event = { at: row.at, type: row.type, temperature: row.temperature }
  if (kind === 'void') return { id, kind, target }
  if (kind === 'add') return { id, kind, event }
  if (kind === 'amend') return { id, kind, target, event }
  if (kind === 'mark') return { id, kind, status: row.status }
  return { id, kind, undoes: row.undoes }
}
