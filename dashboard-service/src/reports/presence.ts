import { addDays, type LocalDate } from '@rollcall/domain'
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
  /** For each date the time of its newest event; 0 where there is none. */
  readonly newest: readonly number[]
  /** After whom the next page begins; null where a limit was not reached. */
  readonly next: number | null
}

interface PersonRow {
  readonly userId: number
  readonly name: string
  readonly className: string | null
  /** "2026-09-01..2026-09-30,...": when the person is enrolled, within the dates asked for. */
  readonly spans: string
}

/** One of the dates. Everything comes as a few long texts: 220,000 rows would cost more to take apart than to judge. */
interface DateRow {
  /** Which of the dates, from 0. */
  readonly place: number
  /** `[1,2,...]`: who has a row of user_days. */
  readonly people: string
  /** Two characters for each of them: the kind, late or not. */
  readonly kinds: string
  readonly asOf: number | null
}

const LATE = '+'.charCodeAt(0)

const PEOPLE = `
  SELECT e.user_id AS "userId", min(person.name) AS name, min(class.name) AS "className",
    string_agg(greatest(e.from_date, $2::date) || '..' || least(coalesce(e.to_date, $3::date), $3::date), ',') AS spans
  FROM roster.enrolments e JOIN roster.users person ON person.id = e.user_id
  LEFT JOIN roster.classes class ON class.id = person.class_id
  WHERE e.school_id = $1 AND e.from_date <= $3::date AND (e.to_date IS NULL OR e.to_date >= $2::date)
    AND ($4::int IS NULL OR person.class_id = $4) AND ($5::int IS NULL OR e.user_id = $5) AND e.user_id > $6
  GROUP BY e.user_id ORDER BY e.user_id LIMIT $7`

/**
 * One walk over the primary key a date, in its order, without a sort. Who is enrolled decides, not which school keeps the row:
 * somebody whose enrolment was put right later was at school all the same.
 */
const DAYS = `
  SELECT wanted.place - 1 AS place, found.*
  FROM unnest($1::date[]) WITH ORDINALITY AS wanted (date, place)
  CROSS JOIN LATERAL (
    SELECT '[' || string_agg(day.user_id::text, ',') || ']' AS people,
      string_agg((${KIND}) || CASE WHEN 'late' = ANY (day.flags) THEN '+' ELSE '.' END, '') AS kinds,
      date_part('epoch', max(greatest(day.first_in, day.last_out, day.inside_since))) * 1000 AS "asOf"
    FROM attendance.user_days day WHERE day.local_date = wanted.date AND day.user_id = ANY ($2::int[])
  ) found
  WHERE found.people IS NOT NULL`

const EXCUSES = `
  SELECT user_id AS "userId", local_date AS date FROM attendance.excused_days
  WHERE local_date = ANY ($1::date[]) AND user_id = ANY ($2::int[])`

export class PresenceReader {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async read(of: PeopleOf, dates: readonly SchoolDate[]): Promise<Presence> {
    const [first, last] = [dates[0]?.date, dates.at(-1)?.date]
    if (first === undefined || last === undefined) return { dates, people: [], newest: [], next: null }
    const { rows } = await this.#pool.query<PersonRow>(PEOPLE, [
      of.schoolId,
      first,
      last,
      of.classId,
      of.userId,
      of.after ?? 0,
      of.limit,
    ])
    const values = [dates.map(({ date }) => date), rows.map(({ userId }) => userId)]
    const [days, excuses] = await Promise.all([
      this.#pool.query<DateRow>(DAYS, values),
      this.#pool.query<{ userId: number; date: LocalDate }>(EXCUSES, values),
    ])
    const people = judge(rows, dates, days.rows, excuses.rows)
    const newest = dates.map((_, place) => days.rows.find((row) => row.place === place)?.asOf ?? 0)
    const next = rows.length === of.limit ? (rows.at(-1)?.userId ?? null) : null
    return { dates, people: people.filter(({ codes }) => codes.some((code) => code !== CODES.none)), newest, next }
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

function judge(
  rows: readonly PersonRow[],
  dates: readonly SchoolDate[],
  days: readonly DateRow[],
  excuses: readonly { userId: number; date: LocalDate }[],
): PersonPresence[] {
  const places = new Map(rows.map(({ userId }, i) => [userId, i]))
  const size = rows.length * dates.length
  // A person's dates lie side by side.
  const kinds = new Uint8Array(size)
  const excused = new Uint8Array(size)
  const late = new Uint8Array(size)
  for (const day of days)
    (JSON.parse(day.people) as number[]).forEach((userId, i) => {
      const at = (places.get(userId) ?? 0) * dates.length + day.place
      kinds[at] = day.kinds.charCodeAt(2 * i)
      if (day.kinds.charCodeAt(2 * i + 1) === LATE) late[at] = 1
    })
  const placeOfDate = new Map(dates.map(({ date }, i) => [date, i]))
  for (const { userId, date } of excuses)
    excused[(places.get(userId) ?? 0) * dates.length + (placeOfDate.get(date) ?? 0)] = 1
  const enrolledOn = remember((spans) => enrolment(spans, dates))
  return rows.map(({ userId, name, className, spans }, i) => {
    const enrolled = enrolledOn(spans)
    const from = i * dates.length
    const codes = new Uint8Array(dates.length)
    for (let j = 0; j < dates.length; j++)
      if (enrolled[j]) codes[j] = codeOf(kinds[from + j] || undefined, excused[from + j] === 1, dates[j]?.over ?? true)
      else late[from + j] = 0
    return { userId, name, className, codes, late: late.subarray(from, from + dates.length) }
  })
}

/** The same of some of its dates. */
export const partOf = ({ dates, people, newest, next }: Presence, from: number, to: number): Presence => ({
  dates: dates.slice(from, to),
  people: people.map((each) => ({ ...each, codes: each.codes.subarray(from, to), late: each.late.subarray(from, to) })),
  newest: newest.slice(from, to),
  next,
})

/** More than a year. */
export const MOST_DAYS_IN_A_RANGE = 400
export const tooLong = (from: LocalDate, to: LocalDate): boolean => addDays(from, MOST_DAYS_IN_A_RANGE) < to
