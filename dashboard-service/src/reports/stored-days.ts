import type { LocalDate } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { KIND_AND_LATE } from './row-kind.ts'

/** One of the dates. Everything comes as a few long texts: 220,000 rows would cost more to take apart than to judge. */
export interface DateRow {
  /** Which of the dates, from 0. */
  readonly place: number
  /** `[1,2,...]`: who has a row of user_days. */
  readonly people: string
  /** A letter for each of them: the kind, and whether late. */
  readonly kinds: string
  readonly asOf: number | null
}

export interface ExcuseRow {
  readonly userId: number
  readonly date: LocalDate
}

/** People of one school were often entered together: then their ids are a few runs, each of which is one walk. */
interface Runs {
  readonly firsts: number[]
  readonly lasts: number[]
}
const MOST_RUNS = 32

/** From so many days of people on, two connections read every other date each. */
const ONE_READS = 20_000

/**
 * One walk over the primary key a date, in its order, without a sort. Who is enrolled decides, not which school keeps the row:
 * somebody whose enrolment was put right later was at school all the same.
 */
const days = (people: string, condition: string) => `
  SELECT wanted.place - 1 AS place, found.*
  FROM unnest($1::date[]) WITH ORDINALITY AS wanted (date, place) ${people}
  CROSS JOIN LATERAL (
    SELECT '[' || string_agg(day.user_id::text, ',') || ']' AS people, string_agg(${KIND_AND_LATE}, '') AS kinds,
      date_part('epoch', max(greatest(day.first_in, day.last_out, day.inside_since))) * 1000 AS "asOf"
    FROM attendance.user_days day WHERE day.local_date = wanted.date AND ${condition}
  ) found
  WHERE found.people IS NOT NULL`

const RUNS = 'CROSS JOIN unnest($2::int[], $3::int[]) AS run (first, last)'
const DAYS_OF_RUNS = days(RUNS, 'day.user_id BETWEEN run.first AND run.last')
const DAYS_OF_PEOPLE = days('', 'day.user_id = ANY ($2::int[])')

export async function readDays(pool: Pool, dates: readonly LocalDate[], ids: readonly number[]): Promise<DateRow[]> {
  const readers = dates.length * ids.length < ONE_READS ? 1 : 2
  const runs = runsOf(ids)
  const found = await Promise.all(
    Array.from({ length: readers }, async (_, reader) => {
      const mine = dates.filter((_, i) => i % readers === reader)
      const { rows } = runs
        ? await pool.query<DateRow>(DAYS_OF_RUNS, [mine, runs.firsts, runs.lasts])
        : await pool.query<DateRow>(DAYS_OF_PEOPLE, [mine, ids])
      return rows.map((row) => ({ ...row, place: row.place * readers + reader }))
    }),
  )
  return found.flat()
}

const EXCUSE = 'excuse.user_id AS "userId", excuse.local_date AS date'
const EXCUSES_OF_RUNS = `
  SELECT ${EXCUSE} FROM unnest($2::int[], $3::int[]) AS run (first, last)
  CROSS JOIN LATERAL (
    SELECT * FROM attendance.excused_days excuse
    WHERE excuse.local_date = ANY ($1::date[]) AND excuse.user_id BETWEEN run.first AND run.last OFFSET 0
  ) excuse`
const EXCUSES_OF_PEOPLE = `
  SELECT ${EXCUSE} FROM attendance.excused_days excuse
  WHERE excuse.local_date = ANY ($1::date[]) AND excuse.user_id = ANY ($2::int[])`

export async function readExcuses(
  pool: Pool,
  dates: readonly LocalDate[],
  ids: readonly number[],
): Promise<ExcuseRow[]> {
  const runs = runsOf(ids)
  const { rows } = runs
    ? await pool.query<ExcuseRow>(EXCUSES_OF_RUNS, [dates, runs.firsts, runs.lasts])
    : await pool.query<ExcuseRow>(EXCUSES_OF_PEOPLE, [dates, ids])
  return rows
}

/** Of ids in order; undefined where they are too many. */
function runsOf(ids: readonly number[]): Runs | undefined {
  const runs: Runs = { firsts: [], lasts: [] }
  for (const id of ids) {
    if (id === (runs.lasts.at(-1) ?? id) + 1) runs.lasts[runs.lasts.length - 1] = id
    else if (runs.firsts.length === MOST_RUNS) return undefined
    else {
      runs.firsts.push(id)
      runs.lasts.push(id)
    }
  }
  return runs
}
