import {
  addDays,
  type Correction,
  correctedTimeline,
  type DayEvent,
  eventId,
  type LocalDate,
  type Transition,
  utcDate,
} from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { type CorrectionRow, toCorrection } from '../corrections/person-days.ts'

export interface AttendanceFilter {
  readonly schools: readonly number[] | null
  readonly class?: number | undefined
  readonly user?: number | undefined
  readonly from?: LocalDate | undefined
  readonly to?: LocalDate | undefined
  readonly type?: Transition | undefined
  readonly temperatureMin?: number | undefined
  readonly temperatureMax?: number | undefined
}

export interface Attendance {
  readonly id: string
  readonly userId: number
  readonly schoolId: number
  readonly type: Transition
  readonly timestamp: string
  readonly localDate: LocalDate
  readonly temperature: number | null
  readonly image: string | null
  /** A correction has made it void: it counts no longer, and is kept for the audit. */
  readonly void: boolean
}

/** The place of a record in the one order of the list. */
export type Place = [utcDate: LocalDate, schoolId: number, at: number, userId: number, type: Transition]

interface Row extends DayEvent {
  readonly utcDate: LocalDate
  readonly userId: number
  readonly schoolId: number
  readonly localDate: LocalDate
  readonly image: string | null
}

export interface AttendancePage {
  readonly rows: Attendance[]
  readonly next: Place | null
}

const COLUMNS = `utc_date AS "utcDate", user_id AS "userId", school_id AS "schoolId", date_part('epoch', at) * 1000 AS at, type,
  local_date AS "localDate", temperature, image`

const MOST_DATES_AT_ONCE = 32

/**
 * Recorded check-ins, newest date first; within a date by school, then newest first: the order of the index on (school, at) in
 * each day's partition, so that every page, however deep, reads its own rows only.
 */
export class AttendanceList {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async page(filter: AttendanceFilter, after: Place | null, limit: number, withVoid: boolean): Promise<AttendancePage> {
    const rows = await this.#rows(filter, after, limit)
    const corrections = await this.#corrections(rows)
    const last = rows.at(-1)
    const next: Place | null =
      last && rows.length === limit ? [last.utcDate, last.schoolId, last.at, last.userId, last.type] : null
    const all = rows.map((row) => attendance(row, corrections))
    return { rows: withVoid ? all : all.filter((each) => !each.void), next }
  }

  /** undefined where there is none that these schools have. */
  async show(id: { userId: number; type: Transition; at: number }): Promise<Attendance | undefined> {
    const { rows } = await this.#pool.query<Row>(
      `SELECT ${COLUMNS} FROM attendance.events
       WHERE utc_date = $1::date AND user_id = $2 AND at = $3::timestamptz AND type = $4`,
      [utcDate(id.at), id.userId, new Date(id.at), id.type],
    )
    const [row] = rows
    return row && attendance(row, await this.#corrections(rows))
  }

  async *all(filter: AttendanceFilter, withVoid: boolean): AsyncGenerator<Attendance> {
    for (let after: Place | null = null; ; ) {
      const page: AttendancePage = await this.page(filter, after, 1_000, withVoid)
      yield* page.rows
      after = page.next
      if (!after) return
    }
  }

  async #rows(filter: AttendanceFilter, after: Place | null, limit: number): Promise<Row[]> {
    const [first, last] = await this.#dates(filter, after)
    const rows: Row[] = []
    // Most questions are answered by the newest dates; who asks for somebody's years reads more of them at a time.
    for (
      let date = last, atOnce = 1;
      date >= first && rows.length < limit;
      atOnce = Math.min(2 * atOnce, MOST_DATES_AT_ONCE)
    ) {
      const dates: LocalDate[] = []
      for (; dates.length < atOnce && date >= first; date = addDays(date, -1)) dates.push(date)
      rows.push(...(await this.#rowsOf(dates, filter, after, limit - rows.length)))
    }
    return rows
  }

  async #dates(filter: AttendanceFilter, after: Place | null): Promise<[LocalDate, LocalDate]> {
    // By UTC it may be the day before or after.
    const { rows } = await this.#pool.query<{ first: LocalDate | null; last: LocalDate | null }>(
      'SELECT min(local_date) AS first, max(local_date) AS last FROM attendance.school_days',
    )
    const [known] = rows
    const newest = earlier(after?.[0] ?? addDays(utcDate(Date.now()), 1), addDays(known?.last ?? utcDate(0), 1))
    const to = filter.to === undefined ? newest : addDays(filter.to, 1)
    const oldest = known?.first ? addDays(known.first, -1) : newest
    const from = filter.from === undefined ? oldest : addDays(filter.from, -1)
    return [later(from, oldest), earlier(to, newest)]
  }

  /** One branch a date: each is one partition, read in the order of its index until there is enough. */
  async #rowsOf(
    dates: readonly LocalDate[],
    filter: AttendanceFilter,
    after: Place | null,
    limit: number,
  ): Promise<Row[]> {
    const values: unknown[] = []
    const value = (given: unknown) => `$${values.push(given)}`
    const conditions: string[] = []
    const { schools, user, from, to, type, temperatureMin, temperatureMax } = filter
    if (schools !== null)
      conditions.push(
        schools.length === 1 ? `school_id = ${value(schools[0])}` : `school_id = ANY (${value(schools)}::int[])`,
      )
    if (user !== undefined) conditions.push(`user_id = ${value(user)}`)
    if (filter.class !== undefined)
      conditions.push(`user_id = ANY (ARRAY(SELECT id FROM roster.users WHERE class_id = ${value(filter.class)}))`)
    if (from !== undefined) conditions.push(`local_date >= ${value(from)}::date`)
    if (to !== undefined) conditions.push(`local_date <= ${value(to)}::date`)
    if (type !== undefined) conditions.push(`type = ${value(type)}`)
    if (temperatureMin !== undefined) conditions.push(`temperature >= ${value(temperatureMin)}::numeric`)
    if (temperatureMax !== undefined) conditions.push(`temperature <= ${value(temperatureMax)}::numeric`)
    const limited = value(limit)
    // By events.at: what is called "at" in the answer is reckoned from it, and is in no index.
    const branches = dates.map((date) => {
      const mine = [`utc_date = ${value(date)}::date`, ...conditions]
      if (after && date === after[0]) {
        const [, school, at, person, last] = after
        const instant = `${value(new Date(at))}::timestamptz`
        mine.push(
          `(school_id, at, user_id, type) < (${value(school)}::int, ${instant}, ${value(person)}::int, ${value(last)}::attendance.transition)`,
        )
      }
      return `(SELECT ${COLUMNS} FROM attendance.events WHERE ${mine.join(' AND ')}
        ORDER BY school_id DESC, events.at DESC, user_id DESC, type DESC LIMIT ${limited})`
    })
    // The branches are taken one after the other, and only as many as are needed.
    const { rows } = await this.#pool.query<Row>(
      `SELECT * FROM (${branches.join(' UNION ALL ')}) AS found LIMIT ${limited}`,
      values,
    )
    return rows
  }

  async #corrections(rows: readonly Row[]): Promise<Map<string, Correction[]>> {
    const corrections = new Map<string, Correction[]>()
    if (rows.length === 0) return corrections
    const found = await this.#pool.query<CorrectionRow & { userId: number }>(
      `SELECT id, user_id AS "userId", local_date AS "localDate", kind, status, undoes,
         date_part('epoch', target_at) * 1000 AS "targetAt", target_type AS "targetType",
         date_part('epoch', at) * 1000 AS at, type, temperature
       FROM attendance.corrections
       WHERE local_date = ANY ($1::date[]) AND user_id = ANY ($2::int[])`,
      [[...new Set(rows.map((row) => row.localDate))], [...new Set(rows.map((row) => row.userId))]],
    )
    for (const row of found.rows) {
      const key = `${row.localDate} ${row.userId}`
      corrections.set(key, [...(corrections.get(key) ?? []), toCorrection(row)])
    }
    return corrections
  }
}

const later = (a: LocalDate, b: LocalDate) => [a, b].toSorted()[1] ?? a
const earlier = (a: LocalDate, b: LocalDate) => [a, b].toSorted()[0] ?? a

function attendance(row: Row, corrections: ReadonlyMap<string, Correction[]>): Attendance {
  const { utcDate: _, at, ...rest } = row
  const changes = corrections.get(`${row.localDate} ${row.userId}`) ?? []
  const stands = correctedTimeline([row], changes).some((event) => event.at === at && event.type === row.type)
  return {
    id: eventId(row.userId, row.type, at),
    ...rest,
    timestamp: new Date(at).toISOString(),
    void: !stands,
  }
}
