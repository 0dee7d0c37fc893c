import { addDays, type LocalDate, utcDate, type Verdict, verdict } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { STORED_DAY, type StoredDayRow, storedDay } from '../reports/stored-day.ts'

/** A person's day in a word. */
export interface DayRecord {
  readonly id: number
  readonly name: string
  readonly status: string
  readonly date: LocalDate
}

export type RecordPlace = [date: LocalDate, userId: number]

interface Row extends StoredDayRow {
  readonly userId: number
  readonly name: string
  readonly date: LocalDate
  readonly excused: boolean
  readonly over: boolean
}

const WORDS: Record<Verdict['status'], string> = {
  present: 'Present',
  excused: 'Leave',
  'not-recorded': 'Not recorded',
  absent: 'Absent',
}

const A_YEAR = 400
const MOST_RECORDS = 1_000

/** What is known of people's days, by hand or from their check-ins: newest date first, then by person. */
export class DayRecords {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async person(id: string): Promise<{ id: number; name: string; schoolId: number } | undefined> {
    const { rows } = await this.#pool.query<{ id: number; name: string; schoolId: number }>(
      `SELECT id, name, school_id AS "schoolId" FROM roster.users
       WHERE id = $1::int OR external_id = $2 ORDER BY external_id = $2 NULLS LAST LIMIT 1`,
      [/^[1-9]\d{0,8}$/.test(id) ? Number(id) : null, id],
    )
    return rows[0]
  }

  async ofPerson(userId: number, schools: readonly number[] | null, now: Date): Promise<DayRecord[]> {
    const last = addDays(utcDate(now.getTime()), 1)
    return this.#read(
      // By date, as the primary key has it; and whatever was marked by hand, however long ago or ahead.
      `day.user_id = $3 AND day.local_date = ANY (ARRAY(
         SELECT generate_series($4::date, $5::date, '1 day')::date
         UNION SELECT local_date FROM attendance.corrections WHERE user_id = $3))`,
      [userId, addDays(last, -A_YEAR), last],
      schools,
      now,
      MOST_RECORDS,
    )
  }

  async page(
    schools: readonly number[] | null,
    after: RecordPlace | null,
    limit: number,
    now: Date,
  ): Promise<DayRecord[]> {
    const records: DayRecord[] = []
    let place = after
    while (records.length < limit) {
      const date = await this.#dateFrom(schools, place?.[0] ?? addDays(utcDate(now.getTime()), 1))
      if (date === null) break
      const below = place && place[0] === date ? place[1] : 2_147_483_647
      const found = await this.#read(
        `day.local_date = $3::date AND day.user_id < $4`,
        [date, below],
        schools,
        now,
        limit - records.length,
      )
      records.push(...found)
      place = [addDays(date, -1), 2_147_483_647]
    }
    return records
  }

  /** The newest date, this one or an earlier one, of which anything is known. */
  async #dateFrom(schools: readonly number[] | null, date: LocalDate): Promise<LocalDate | null> {
    const { rows } = await this.#pool.query<{ date: LocalDate | null }>(
      `SELECT max(local_date) AS date FROM attendance.school_days
       WHERE local_date <= $1 AND ($2::int[] IS NULL OR school_id = ANY ($2))`,
      [date, schools],
    )
    return rows[0]?.date ?? null
  }

  async #read(
    condition: string,
    values: readonly unknown[],
    schools: readonly number[] | null,
    now: Date,
    limit: number,
  ): Promise<DayRecord[]> {
    const { rows } = await this.#pool.query<Row>(
      `SELECT day.user_id AS "userId", person.name, day.local_date AS date, excuse.user_id IS NOT NULL AS excused,
         coalesce(school.closed_at IS NOT NULL OR school.closes_at <= $2, true) AS over, ${STORED_DAY}
       FROM attendance.user_days day JOIN roster.users person ON person.id = day.user_id
       LEFT JOIN attendance.excused_days excuse ON excuse.user_id = day.user_id AND excuse.local_date = day.local_date
       LEFT JOIN attendance.school_days school ON school.school_id = day.school_id AND school.local_date = day.local_date
       WHERE ${condition} AND ($1::int[] IS NULL OR day.school_id = ANY ($1))
       ORDER BY day.local_date DESC, day.user_id DESC LIMIT ${limit}`,
      [schools, now, ...values],
    )
    return rows.map((row) => ({ id: row.userId, name: row.name, status: wordFor(row), date: row.date }))
  }
}

function wordFor(row: Row): string {
  const day = storedDay(row)
  if (day?.mark) return day.mark
  const { status } = verdict(day, { excused: row.excused, dayOver: row.over })
  return status === 'present' && day?.flags.includes('late') ? 'Late' : WORDS[status]
}
