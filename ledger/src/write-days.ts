import { type Day, isPresent, type LocalDate } from '@rollcall/domain'
import type { PoolClient } from '@rollcall/platform'
import { bytes, instants, integers, plain, texts } from './array-parameters.ts'
import type { FoldedDay } from './fold-days.ts'
import { FoldedFrom } from './folded-from.ts'
import type { CountedRow } from './read-rows.ts'
import { type SchoolDay, schoolDayKey, type VersionedDay } from './school-day.ts'
import { writeFevers } from './write-fevers.ts'

const COLUMNS = `came, present, first_in, last_out, inside_ms, inside_since, highest_temperature, flags, mark, events, folded_from`

const FOLDED = `
  unnest($1::date[], $2::int[], $3::int[], $4::boolean[], $5::boolean[], $6::timestamptz[], $7::timestamptz[], $8::int[],
         $9::timestamptz[], $10::numeric[], $11::text[], $12::text[], $13::int[], $14::bytea[])
    AS folded (local_date, user_id, school_id, came, present, first_in, last_out, inside_ms, inside_since,
               highest_temperature, flags, mark, events, folded_from)`

const MAKE = `
  INSERT INTO attendance.user_days (local_date, user_id, school_id, ${COLUMNS})
  SELECT local_date, user_id, school_id, ${COLUMNS.replace('flags', 'flags::text[]')} FROM ${FOLDED}`

// The dates by themselves, too: so that Postgres plans for their months alone.
const CHANGE = `
  UPDATE attendance.user_days known
  SET (${COLUMNS}) = ROW (${COLUMNS.replace('flags', 'flags::text[]').replace(/\w+(::text\[\])?/g, 'folded.$&')})
  FROM ${FOLDED}
  WHERE known.local_date = folded.local_date AND known.user_id = folded.user_id AND known.school_id = folded.school_id
    AND known.local_date BETWEEN $15::date AND $16::date`

/** Writes what was folded, and counts the differences at their schools; answers with the days that changed. */
export async function writeDays(client: PoolClient, folded: readonly FoldedDay[]): Promise<VersionedDay[]> {
  await writeRows(client, folded)
  await writeFevers(client, folded)
  return addDifferences(client, folded)
}

/**
 * Writes the people's rows; an update and an insert apart cost half of one upsert. A row that another school makes in between
 * is refused by the primary key, and the transaction starts again.
 */
export async function writeRows(client: PoolClient, folded: readonly FoldedDay[]): Promise<void> {
  await write(
    client,
    MAKE,
    folded.filter((each) => each.row === null),
  )
  const changed = folded.filter((each) => each.row !== null)
  const dates = changed.map((each) => each.localDate).sort()
  await write(client, CHANGE, changed, [dates[0], dates.at(-1)])
}

async function write(
  client: PoolClient,
  statement: string,
  folded: readonly FoldedDay[],
  more: readonly unknown[] = [],
): Promise<void> {
  if (folded.length === 0) return
  const { rowCount } = await client.query(statement, [
    plain(folded.map((each) => each.localDate)),
    integers(folded.map((each) => each.userId)),
    integers(folded.map((each) => each.schoolId)),
    plain(folded.map((each) => each.day.came)),
    plain(folded.map((each) => isPresent(each.day))),
    instants(folded.map((each) => each.day.firstIn)),
    instants(folded.map((each) => each.day.lastOut)),
    integers(folded.map((each) => each.day.insideMs)),
    instants(folded.map((each) => each.day.insideSince)),
    plain(folded.map((each) => each.day.highestTemperature)),
    texts(folded.map((each) => `{${each.day.flags.join()}}`)),
    texts(folded.map((each) => each.day.mark)),
    integers(folded.map((each) => each.day.events)),
    bytes(encoded(folded)),
    ...more,
  ])
  // What is not written must not be counted.
  if (rowCount !== folded.length) throw new Error(`wrote ${rowCount} of ${folded.length} days of people`)
}

function encoded(folded: readonly FoldedDay[]): Buffer[] {
  const encoders = new Map<LocalDate, FoldedFrom>()
  return folded.map(({ localDate, events }) => {
    const encoder = encoders.get(localDate) ?? new FoldedFrom(localDate)
    encoders.set(localDate, encoder)
    return encoder.encode(events)
  })
}

export const COUNTERS = ['came', 'present', 'inside', 'late', 'fevers', 'events'] as const
export type Counters = Record<(typeof COUNTERS)[number], number>

export const noCounts = (): Counters => ({ came: 0, present: 0, inside: 0, late: 0, fevers: 0, events: 0 })

export function count(counters: Counters, row: CountedRow, times: 1 | -1): void {
  if (row.came) counters.came += times
  if (row.present) counters.present += times
  if (row.inside) counters.inside += times
  if (row.late) counters.late += times
  if (row.fever) counters.fevers += times
  counters.events += times * row.events
}

export const counted = (schoolId: number, day: Day): CountedRow => ({
  schoolId,
  came: day.came,
  present: isPresent(day),
  inside: day.insideSince !== null,
  late: day.flags.includes('late'),
  fever: day.fever,
  events: day.events,
})

const ADD = `
  UPDATE attendance.school_days day
  SET version = version + 1, came = day.came + more.came, present = day.present + more.present,
      inside = day.inside + more.inside, late = day.late + more.late, fevers = day.fevers + more.fevers,
      events = day.events + more.events
  FROM unnest($1::int[], $2::date[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[])
    AS more (school_id, local_date, came, present, inside, late, fevers, events)
  WHERE day.school_id = more.school_id AND day.local_date = more.local_date
  RETURNING day.school_id AS "schoolId", day.local_date AS "localDate", day.version`

/** Adds to each school's day what its people's rows have become more, or less. */
async function addDifferences(client: PoolClient, folded: readonly FoldedDay[]): Promise<VersionedDay[]> {
  const differences = new Map<string, { day: SchoolDay; more: Counters }>()
  for (const { schoolId, localDate, day, row } of folded) {
    const key = schoolDayKey(schoolId, localDate)
    let difference = differences.get(key)
    if (!difference) {
      difference = { day: { schoolId, localDate }, more: noCounts() }
      differences.set(key, difference)
    }
    if (row) count(difference.more, row, -1)
    count(difference.more, counted(schoolId, day), 1)
  }
  if (differences.size === 0) return []
  const changed = [...differences.values()]
  const { rows } = await client.query<VersionedDay>(ADD, [
    integers(changed.map(({ day }) => day.schoolId)),
    plain(changed.map(({ day }) => day.localDate)),
    ...COUNTERS.map((counter) => integers(changed.map(({ more }) => more[counter]))),
  ])
  return rows
}
