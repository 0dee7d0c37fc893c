import { addDays, type LocalDate, utcMidnight } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { CODES, codeOf, KIND } from './row-kind.ts'
import type { SchoolDate } from './school-dates.ts'

/** Whose days are read. */
export interface PeopleOf {
  readonly schoolId: number
  readonly classId?: number | undefined
  readonly userId?: number | undefined
  /** Of people by id: those after this one, and at most so many. */
  readonly after?: number | undefined
  readonly limit?: number | undefined
}

export interface PersonPresence {
  readonly userId: number
  readonly name: string
  readonly className: string | null
  /** A code for each date: what it counts as; 0 where the person is not enrolled. */
  readonly codes: Uint8Array
  /** 1 for each date on which the person was late. */
  readonly late: Uint8Array
}

export interface Presence {
  readonly dates: readonly SchoolDate[]
  readonly people: readonly PersonPresence[]
  /** Time of the newest event in it. */
  readonly asOf: number | null
  /** After whom the next page begins; null where a limit was not reached. */
  readonly next: number | null
}

interface Row {
  readonly userId: number
  readonly name: string
  readonly className: string | null
  /** "2026-09-01..2026-09-30,...": when the person is enrolled, within the dates asked for. */
  readonly spans: string
  /** Three characters a row of user_days: which date, what kind, late or not. */
  readonly days: string | null
  /** A character a date. */
  readonly excused: string | null
  readonly asOf: number | null
}

const FIRST_DATE = 256
const LATE = '+'.charCodeAt(0)
const DAY_MS = 24 * 3_600_000

/**
 * A row a person, however many dates: their days travel as one short text. Who is enrolled decides, not which school keeps the
 * row: somebody whose enrolment was put right later was at school all the same.
 */
const READ = `
  WITH people AS MATERIALIZED (
    SELECT e.user_id, person.name, class.name AS class_name,
      string_agg(greatest(e.from_date, $2::date) || '..' || least(coalesce(e.to_date, $3::date), $3::date), ',') AS spans
    FROM roster.enrolments e JOIN roster.users person ON person.id = e.user_id
    LEFT JOIN roster.classes class ON class.id = person.class_id
    WHERE e.school_id = $1 AND e.from_date <= $3::date AND (e.to_date IS NULL OR e.to_date >= $2::date)
      AND ($5::int IS NULL OR person.class_id = $5) AND ($6::int IS NULL OR e.user_id = $6)
      AND e.user_id > $7
    GROUP BY e.user_id, person.name, class.name ORDER BY e.user_id LIMIT $8
  ), days AS (
    SELECT day.user_id,
      string_agg(chr(${FIRST_DATE} + (day.local_date - $2::date)) || (${KIND})
                 || CASE WHEN 'late' = ANY (day.flags) THEN '+' ELSE '.' END, '') AS days,
      date_part('epoch', max(greatest(day.first_in, day.last_out, day.inside_since))) * 1000 AS as_of
    FROM attendance.user_days day
    WHERE day.local_date = ANY ($4::date[]) AND day.user_id = ANY (ARRAY(SELECT user_id FROM people))
    GROUP BY day.user_id
  ), excused AS (
    SELECT user_id, string_agg(chr(${FIRST_DATE} + (local_date - $2::date)), '') AS dates
    FROM attendance.excused_days
    WHERE local_date = ANY ($4::date[]) AND user_id = ANY (ARRAY(SELECT user_id FROM people)) GROUP BY user_id
  )
  SELECT people.user_id AS "userId", people.name, people.class_name AS "className", people.spans, days.days,
    excused.dates AS excused, days.as_of AS "asOf"
  FROM people LEFT JOIN days USING (user_id) LEFT JOIN excused USING (user_id) ORDER BY people.user_id`

export class PresenceReader {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async read(of: PeopleOf, dates: readonly SchoolDate[]): Promise<Presence> {
    const [first, last] = [dates[0]?.date, dates.at(-1)?.date]
    if (first === undefined || last === undefined) return { dates, people: [], asOf: null, next: null }
    const { rows } = await this.#pool.query<Row>(READ, [
      of.schoolId,
      first,
      last,
      dates.map(({ date }) => date),
      of.classId,
      of.userId,
      of.after ?? 0,
      of.limit,
    ])
    const places = placesOf(dates, first)
    const enrolledOn = remember((spans) => enrolment(spans, dates))
    const people = rows.map((row) => person(row, dates, places, enrolledOn(row.spans)))
    const asOf = rows.reduce<number | null>(
      (newest, row) => ((row.asOf ?? 0) > (newest ?? 0) ? row.asOf : newest),
      null,
    )
    const next = rows.length === of.limit ? (rows.at(-1)?.userId ?? null) : null
    return { dates, people: people.filter(({ codes }) => codes.some((code) => code !== CODES.none)), asOf, next }
  }

  /** Everybody, some at a time, so that a long range of a large school takes little memory. */
  async *pages(of: PeopleOf, dates: readonly SchoolDate[], limit = 1_000): AsyncGenerator<Presence> {
    for (let after: number | null = of.after ?? 0; after !== null; ) {
      const page: Presence = await this.read({ ...of, after, limit }, dates)
      yield page
      after = page.next
    }
  }
}

/** For each calendar date from the first on: which of the school dates it is, or -1. */
function placesOf(dates: readonly SchoolDate[], first: LocalDate): Int16Array {
  const last = dates.at(-1)?.date ?? first
  const places = new Int16Array((utcMidnight(last) - utcMidnight(first)) / DAY_MS + 1).fill(-1)
  dates.forEach(({ date }, i) => {
    places[(utcMidnight(date) - utcMidnight(first)) / DAY_MS] = i
  })
  return places
}

function enrolment(spans: string, dates: readonly SchoolDate[]): Uint8Array {
  const ranges = spans.split(',').map((span) => span.split('..'))
  return Uint8Array.from(dates, ({ date }) => Number(ranges.some(([from = '', to = '']) => from <= date && date <= to)))
}

function remember<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const value = known.get(text) ?? compute(text)
    known.set(text, value)
    return value
  }
}

function person(row: Row, dates: readonly SchoolDate[], places: Int16Array, enrolled: Uint8Array): PersonPresence {
  const codes = new Uint8Array(dates.length)
  const late = new Uint8Array(dates.length)
  const kinds = new Uint8Array(dates.length)
  const excused = new Uint8Array(dates.length)
  const { days, excused: excuses } = row
  if (days !== null)
    for (let i = 0; i < days.length; i += 3) {
      const place = places[days.charCodeAt(i) - FIRST_DATE] ?? -1
      if (place < 0) continue
      kinds[place] = days.charCodeAt(i + 1)
      if (days.charCodeAt(i + 2) === LATE) late[place] = enrolled[place] ?? 0
    }
  if (excuses !== null)
    for (let i = 0; i < excuses.length; i++) {
      const place = places[excuses.charCodeAt(i) - FIRST_DATE] ?? -1
      if (place >= 0) excused[place] = 1
    }
  for (let i = 0; i < codes.length; i++)
    if (enrolled[i]) codes[i] = codeOf(kinds[i] || undefined, excused[i] === 1, dates[i]?.over ?? true)
  return { userId: row.userId, name: row.name, className: row.className, codes, late }
}

/** A calendar date is at most so many days after the first: what a character holds, and more than a year. */
export const MOST_DAYS_IN_A_RANGE = 400
export const tooLong = (from: LocalDate, to: LocalDate): boolean => addDays(from, MOST_DAYS_IN_A_RANGE) < to
