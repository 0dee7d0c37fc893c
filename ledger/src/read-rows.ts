import { type Correction, type DayEvent, type DayFlag, FEVER, type LocalDate, type Transition } from '@rollcall/domain'
import type { PoolClient } from '@rollcall/platform'
import { integers, readNumbers } from './array-parameters.ts'
import { FoldedFrom } from './folded-from.ts'

/** What a row of user_days adds to the counters of its school's day. */
export interface CountedRow {
  readonly schoolId: number
  readonly came: boolean
  readonly present: boolean
  readonly inside: boolean
  readonly late: boolean
  readonly fever: boolean
  readonly events: number
}

/** A person's date as kept so far; who has neither row nor correction is not in the answer. */
export interface KnownDay {
  readonly row: CountedRow | null
  readonly foldedFrom: DayEvent[]
  readonly corrections: Correction[]
}

const LATE: DayFlag = 'late'

// Everything comes as a few long arrays: thousands of rows would cost more to take apart than to fold. OFFSET 0 keeps it one
// look-up a person: what was written within the hour has no statistics to plan by.
const READ = `
  SELECT row.*, correction.*
  FROM (
    SELECT array_agg(day.user_id)::text, array_agg(day.school_id)::text, array_agg(day.bits)::text,
           array_agg(day.events)::text, array_agg(octet_length(day.folded_from))::text, string_agg(day.folded_from, '')
    FROM unnest($1::int[]) AS person (id)
    CROSS JOIN LATERAL (
      SELECT user_id, school_id, events, folded_from,
             came::int + 2 * present::int + 4 * (inside_since IS NOT NULL)::int + 8 * ('${LATE}' = ANY (flags))::int
             + 16 * coalesce(highest_temperature >= ${FEVER}, false)::int AS bits
      FROM attendance.user_days
      WHERE local_date = $2::date AND user_id = person.id
      OFFSET 0
    ) day
  ) row,
  (
    SELECT json_agg(json_build_object(
      'id', id, 'userId', user_id, 'kind', kind, 'status', status, 'undoes', undoes,
      'targetAt', date_part('epoch', target_at) * 1000, 'targetType', target_type,
      'at', date_part('epoch', at) * 1000, 'type', type, 'temperature', temperature))
    FROM attendance.corrections
    WHERE local_date = $2::date AND user_id = ANY ($1::int[])
  ) correction`

type Row = [
  users: string | null,
  schools: string | null,
  bits: string | null,
  events: string | null,
  lengths: string | null,
  foldedFrom: Buffer | null,
  corrections: CorrectionRow[] | null,
]

export async function readRows(
  client: PoolClient,
  localDate: LocalDate,
  userIds: readonly number[],
): Promise<Map<number, KnownDay>> {
  const { rows } = await client.query<Row>({ text: READ, values: [integers(userIds), localDate], rowMode: 'array' })
  const known = new Map<number, KnownDay>()
  const decoder = new FoldedFrom(localDate)
  for (const [users, schools, bits, events, lengths, foldedFrom, corrections] of rows) {
    const [schoolIds, bitSets, counts, bytes] = [schools, bits, events, lengths].map(readNumbers)
    let start = 0
    readNumbers(users).forEach((userId, i) => {
      const end = start + (bytes?.[i] ?? 0)
      known.set(userId, {
        row: countedRow(schoolIds?.[i] ?? 0, bitSets?.[i] ?? 0, counts?.[i] ?? 0),
        foldedFrom: foldedFrom ? decoder.decode(foldedFrom, start, end) : [],
        corrections: [],
      })
      start = end
    })
    for (const correction of corrections ?? []) {
      const day = known.get(correction.userId) ?? { row: null, foldedFrom: [], corrections: [] }
      day.corrections.push(toCorrection(correction))
      known.set(correction.userId, day)
    }
  }
  return known
}

const countedRow = (schoolId: number, bits: number, events: number): CountedRow => ({
  schoolId,
  came: (bits & 1) > 0,
  present: (bits & 2) > 0,
  inside: (bits & 4) > 0,
  late: (bits & 8) > 0,
  fever: (bits & 16) > 0,
  events,
})

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
