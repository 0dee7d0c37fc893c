import { addDays, type LocalDate } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { type EnrolledRow, enrolledOf, judge } from './judge.ts'
import type { PersonDays } from './person-days.ts'
import type { SchoolDate } from './school-dates.ts'
import { readDays, readExcuses } from './stored-days.ts'

/** Whose days are read. */
export interface PeopleOf {
  readonly schoolId: number
  readonly classId?: number | undefined
  readonly userId?: number | undefined
  /** Of people by id: those after this one, and at most so many. */
  readonly after?: number | undefined
  readonly limit?: number | undefined
}

export interface PersonName {
  readonly name: string
  readonly className: string | null
}

export interface Presence {
  readonly dates: readonly SchoolDate[]
  readonly people: readonly PersonDays[]
  /** For each date the time of its newest event; 0 where there is none. */
  readonly newest: readonly number[]
  /** After whom the next page begins; null where a limit was not reached. */
  readonly next: number | null
}

/**
 * Of a school only its own enrolments, of a class only its own people: each look-up is by an index. Nearly everybody is enrolled
 * on all of the dates, so what comes is one long text again.
 */
const ENROLLED = `
  SELECT spans, '[' || string_agg(user_id::text, ',') || ']' AS people FROM (
  SELECT e.user_id,
    string_agg(greatest(e.from_date, $2::date) || '..' || least(coalesce(e.to_date, $3::date), $3::date), ',') AS spans
  FROM roster.enrolments e
  WHERE e.school_id = $1 AND e.from_date <= $3::date AND (e.to_date IS NULL OR e.to_date >= $2::date)
    AND ($4::int IS NULL OR e.user_id = ANY (ARRAY(SELECT id FROM roster.users WHERE class_id = $4)))
    AND ($5::int IS NULL OR e.user_id = $5) AND e.user_id > $6
  GROUP BY e.user_id ORDER BY e.user_id LIMIT $7) person GROUP BY spans`

// OFFSET 0 keeps it one look-up a person, however many there are of whom nothing is asked.
const NAMES = `
  SELECT wanted.id AS "userId", person.name, class.name AS "className"
  FROM unnest($1::int[]) AS wanted (id)
  CROSS JOIN LATERAL (SELECT name, class_id FROM roster.users WHERE id = wanted.id OFFSET 0) person
  LEFT JOIN LATERAL (SELECT name FROM roster.classes WHERE id = person.class_id OFFSET 0) class ON true`

export class PresenceReader {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** What everybody's dates count as. */
  async days(of: PeopleOf, dates: readonly SchoolDate[]): Promise<Presence> {
    const [first, last] = [dates[0]?.date, dates.at(-1)?.date]
    if (first === undefined || last === undefined) return { dates, people: [], newest: [], next: null }
    const { rows } = await this.#pool.query<EnrolledRow>(ENROLLED, [
      of.schoolId,
      first,
      last,
      of.classId,
      of.userId,
      of.after ?? 0,
      of.limit,
    ])
    const enrolled = enrolledOf(rows)
    const ids = enrolled.map(({ userId }) => userId)
    const wanted = dates.map(({ date }) => date)
    const [days, excuses] = await Promise.all([readDays(this.#pool, wanted, ids), readExcuses(this.#pool, wanted, ids)])
    const newest = dates.map(() => 0)
    for (const { place, asOf } of days) newest[place] = Math.max(newest[place] ?? 0, asOf ?? 0)
    const people = judge(enrolled, dates, days, excuses).filter((person) => person.isEnrolled)
    return { dates, people, newest, next: ids.length === of.limit ? (ids.at(-1) ?? null) : null }
  }

  /** The same lines, and whom each is about. */
  async named<Line extends { readonly userId: number }>(lines: readonly Line[]): Promise<(Line & PersonName)[]> {
    if (lines.length === 0) return []
    const { rows } = await this.#pool.query<PersonName & { userId: number }>(NAMES, [lines.map(({ userId }) => userId)])
    const names = new Map(rows.map((row) => [row.userId, row]))
    return lines.map((line) => {
      const { name = '', className = null } = names.get(line.userId) ?? {}
      return { ...line, name, className }
    })
  }

  /** Everybody, some at a time, so that a long range of a large school takes little memory. */
  async *pages(of: PeopleOf, dates: readonly SchoolDate[], limit = 1_000): AsyncGenerator<Presence> {
    for (let after: number | null = of.after ?? 0; after !== null; ) {
      const page: Presence = await this.days({ ...of, after, limit }, dates)
      yield page
      after = page.next
    }
  }
}

/** The same of some of its dates. */
export const partOf = ({ dates, people, newest, next }: Presence, from: number, to: number): Presence => ({
  dates: dates.slice(from, to),
  people: people.map((each) => each.part(from, to)),
  newest: newest.slice(from, to),
  next,
})

/** More than a year. */
export const MOST_DAYS_IN_A_RANGE = 400
export const tooLong = (from: LocalDate, to: LocalDate): boolean => addDays(from, MOST_DAYS_IN_A_RANGE) < to
