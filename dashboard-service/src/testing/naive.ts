import { type Correction, type DayEvent, fold, isPeriodPresent, type LocalDate, verdict } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'

const ms = (column: string) => `(date_part('epoch', ${column}) * 1000)::float8`

export interface NaiveDay {
  readonly userId: number
  readonly schoolId: number
  readonly date: LocalDate
  readonly status: string
  readonly late: boolean
  readonly over: boolean
}

/**
 * Every person's school days, computed the plainest way there is: person by person and date by date, from events, corrections,
 * closings, enrolments, calendars and excuses.
 */
export async function naiveDays(pool: Pool, from: LocalDate, to: LocalDate, now: Date): Promise<NaiveDay[]> {
  const all = async (text: string, values: unknown[] = []) => (await pool.query(text, values)).rows
  const events = await all(`SELECT user_id, local_date, ${ms('at')} AS at, type, temperature FROM attendance.events`)
  const corrections = await all(
    `SELECT id, user_id, local_date, kind, status, undoes, ${ms('target_at')} AS target_at, target_type, ${ms('at')} AS at, type,
       temperature FROM attendance.corrections`,
  )
  const keepers = await all('SELECT local_date, user_id, school_id FROM attendance.user_days')
  const hours = await all(
    `SELECT school_id, local_date, ${ms('late_after')} AS late, ${ms('closes_at')} AS closes, closed_at IS NOT NULL AS closed
     FROM attendance.school_days`,
  )
  const enrolments = await all('SELECT user_id, school_id, from_date, to_date FROM roster.enrolments')
  const excuses = await all('SELECT user_id, local_date FROM attendance.excused_days')
  const holidays = await all('SELECT school_id, date FROM roster.holidays')
  const calendars = await all('SELECT school_id, weekdays FROM roster.calendars')
  const schools = await all('SELECT id FROM roster.schools')
  const clocks = await all(
    `SELECT school.id, day.date::date AS date, ${ms('(day.date::date + school.closes_at) AT TIME ZONE school.time_zone')} AS closes,
       ($3::timestamptz AT TIME ZONE school.time_zone)::date AS today
     FROM roster.schools school, generate_series($1::date, $2::date, '1 day') AS day (date)`,
    [from, to, now],
  )
  const days: NaiveDay[] = []
  for (const { id: schoolId } of schools)
    for (const clock of clocks.filter(({ id, date, today }) => id === schoolId && date <= today)) {
      const date: LocalDate = clock.date
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7
      const weekdays = calendars.find((each) => each.school_id === schoolId)?.weekdays ?? [1, 2, 3, 4, 5]
      if (!weekdays.includes(weekday)) continue
      if (holidays.some((each) => each.school_id === schoolId && each.date === date)) continue
      const known = hours.find((each) => each.school_id === schoolId && each.local_date === date)
      const over = known ? known.closed || known.closes <= now.getTime() : clock.closes <= now.getTime()
      for (const { user_id: userId } of enrolments.filter(
        (each) => each.school_id === schoolId && each.from_date <= date && (each.to_date ?? '9999') >= date,
      )) {
        const mine = (row: { user_id: number; local_date: LocalDate }) =>
          row.user_id === userId && row.local_date === date
        const keeper = keepers.find(mine)?.school_id
        const keeping = hours.find((each) => each.school_id === keeper && each.local_date === date)
        const day =
          keeping &&
          fold(
            events.filter(mine) as DayEvent[],
            corrections.filter(mine).map(
              (row) =>
                ({
                  ...row,
                  target: { at: row.target_at, type: row.target_type },
                  event: { at: row.at, type: row.type, temperature: row.temperature },
                }) as Correction,
            ),
            { lateAfter: keeping.late, closesAt: keeping.closes, closed: keeping.closed },
          )
        const { status } = verdict(day ?? null, { excused: excuses.some(mine), dayOver: over })
        days.push({ userId, schoolId, date, status, late: day?.flags.includes('late') ?? false, over })
      }
    }
  return days
}

const tally = (people: { status: string; late: boolean }[]) => {
  const of = (status: string) => people.filter((each) => each.status === status).length
  return {
    enrolled: people.length,
    present: of('present'),
    absent: of('absent'),
    excused: of('excused'),
    notRecorded: of('not-recorded'),
    late: people.filter(({ late }) => late).length,
  }
}

export const naiveDayFigures = (days: readonly NaiveDay[], date: LocalDate) =>
  tally(days.filter((day) => day.date === date))

/** By school: somebody who was in two of them in a month is a person of each. */
export function naivePeriodFigures(days: readonly NaiveDay[], from: LocalDate, to: LocalDate) {
  const within = days.filter(({ date }) => from <= date && date <= to)
  const people = new Map<string, NaiveDay[]>()
  for (const day of within) {
    const key = `${day.userId} ${day.schoolId}`
    people.set(key, [...(people.get(key) ?? []), day])
  }
  return tally(
    [...people.values()].map((mine) => {
      const late = mine.some((day) => day.late)
      const counted = mine.filter(({ over, status }) => over || status === 'present')
      const of = (status: string) => counted.filter((day) => day.status === status).length
      if (counted.length === 0) return { status: 'not-recorded', late }
      if (isPeriodPresent(of('present'), counted.length)) return { status: 'present', late }
      const excused = isPeriodPresent(of('present') + of('excused'), counted.length)
      return { status: excused ? 'excused' : 'absent', late }
    }),
  )
}
