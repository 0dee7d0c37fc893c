import {
  addDays,
  type Correction,
  correctedTimeline,
  type Day,
  type DayEvent,
  eventId,
  type LocalDate,
  type Transition,
  type Verdict,
  verdict,
} from '@rollcall/domain'
import { dayVersion } from '@rollcall/ledger'
import type { Pool } from '@rollcall/platform'
import { readSchoolDates } from '../reports/school-dates.ts'
import { STORED_DAY, type StoredDayRow, storedDay } from '../reports/stored-day.ts'

/** Something that happened on a person's date, or was said by hand to have happened. */
export interface TimelineEntry {
  readonly id: string
  readonly type: Transition
  readonly timestamp: string
  readonly temperature: number | null
  readonly image: string | null
  /** What its key is called; null: by hand, or by a key that is not known. */
  readonly device: string | null
  /** Recorded by a device, or added by a correction. */
  readonly byHand: boolean
  /** It counts no longer: a correction has made it void. */
  readonly void: boolean
}

export interface PersonsDay {
  readonly userId: number
  readonly schoolId: number
  readonly localDate: LocalDate
  /** The school’s zone on this date. */
  readonly timeZone: string
  /** Changes with every event and correction: send it back as If-Match. */
  readonly version: string
  /** null: not enrolled, or a day without school; it is in no number. */
  readonly status: Verdict['status'] | null
  readonly why: Verdict['why'] | { rule: 'no school' } | { rule: 'not enrolled' }
  readonly minutes: number
  readonly firstIn: string | null
  readonly lastOut: string | null
  readonly insideSince: string | null
  readonly highestTemperature: number | null
  readonly flags: readonly string[]
  readonly mark: string | null
  /** Whether the school's day is over. */
  readonly over: boolean
  readonly timeline: readonly TimelineEntry[]
}

interface DayRow extends StoredDayRow {
  readonly localDate: LocalDate
  readonly schoolId: number
  readonly enrolledAt: number | null
  readonly timeZone: string
  readonly excused: boolean
}

interface StoredEvent extends DayEvent {
  readonly localDate: LocalDate
  readonly image: string | null
  readonly device: string | null
}

const ms = (column: string) => `date_part('epoch', ${column}) * 1000`
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

/** A person's dates one by one, with all that is known of them. */
export class PersonDays {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Which school keeps the date: the one with the day's row, else the one the person is enrolled in. */
  async schoolOf(userId: number, localDate: LocalDate): Promise<number | undefined> {
    const { rows } = await this.#pool.query<{ schoolId: number }>(
      `SELECT coalesce(
         (SELECT school_id FROM attendance.user_days WHERE local_date = $2 AND user_id = $1),
         (SELECT school_id FROM attendance.corrections WHERE local_date = $2 AND user_id = $1 LIMIT 1),
         (SELECT school_id FROM roster.enrolments WHERE user_id = $1 AND from_date <= $2
            AND (to_date IS NULL OR to_date >= $2) LIMIT 1)) AS "schoolId"`,
      [userId, localDate],
    )
    return rows[0]?.schoolId ?? undefined
  }

  async isExcused(userId: number, localDate: LocalDate): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      'SELECT FROM attendance.excused_days WHERE user_id = $1 AND local_date = $2',
      [userId, localDate],
    )
    return rowCount === 1
  }

  async isKnown(userId: number, schools: readonly number[] | null): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      `SELECT FROM roster.users WHERE id = $1 AND ($2::int[] IS NULL OR school_id = ANY ($2)
         OR EXISTS (SELECT FROM roster.enrolments WHERE user_id = $1 AND school_id = ANY ($2)))`,
      [userId, schools],
    )
    return rowCount === 1
  }

  /** Only dates that concern a school among `schools`. Unless all are wanted, days without school on which nothing happened are left out. */
  async read(
    userId: number,
    from: LocalDate,
    to: LocalDate,
    schools: readonly number[] | null,
    now: Date,
    which: 'all' | 'school days' = 'school days',
  ): Promise<PersonsDay[]> {
    const days = (await this.#days(userId, from, to)).filter(
      ({ schoolId, enrolledAt }) => schools === null || schools.includes(schoolId) || schools.includes(enrolledAt ?? 0),
    )
    const enrolledAt = [...new Set(days.flatMap((day) => day.enrolledAt ?? []))]
    const [events, corrections, school] = await Promise.all([
      this.#events(userId, from, to),
      this.#corrections(userId, from, to),
      readSchoolDates(
        this.#pool,
        enrolledAt.map((schoolId) => ({ schoolId, from, to })),
        now,
      ),
    ])
    return days.flatMap((row) => {
      const { localDate } = row
      const stored = events.filter((each) => each.localDate === localDate)
      const changes = corrections.filter((each) => each.localDate === localDate)
      const date = school.get(row.enrolledAt ?? 0)?.find((each) => each.date === localDate)
      if (which === 'school days' && !date && !row.known && changes.length === 0) return []
      return personsDay(userId, row, stored, changes, date?.over)
    })
  }

  async #days(userId: number, from: LocalDate, to: LocalDate): Promise<DayRow[]> {
    const { rows } = await this.#pool.query<DayRow>(
      `SELECT wanted.date::date AS "localDate", coalesce(day.school_id, changed.school_id, enrolment.school_id) AS "schoolId",
         roster.zone_on(coalesce(day.school_id, changed.school_id, enrolment.school_id), wanted.date::date) AS "timeZone",
         enrolment.school_id AS "enrolledAt", excuse.user_id IS NOT NULL AS excused, ${STORED_DAY}
       FROM generate_series($2::date, $3::date, interval '1 day') AS wanted (date)
       LEFT JOIN attendance.user_days day ON day.local_date = wanted.date::date AND day.user_id = $1
       LEFT JOIN LATERAL (SELECT school_id FROM attendance.corrections
                          WHERE local_date = wanted.date::date AND user_id = $1 LIMIT 1) changed ON true
       LEFT JOIN roster.enrolments enrolment ON enrolment.user_id = $1 AND enrolment.from_date <= wanted.date
         AND (enrolment.to_date IS NULL OR enrolment.to_date >= wanted.date)
       LEFT JOIN attendance.excused_days excuse ON excuse.user_id = $1 AND excuse.local_date = wanted.date::date
       WHERE coalesce(day.school_id, changed.school_id, enrolment.school_id) IS NOT NULL
       ORDER BY wanted.date`,
      [userId, from, to],
    )
    return rows
  }

  async #events(userId: number, from: LocalDate, to: LocalDate): Promise<StoredEvent[]> {
    const { rows } = await this.#pool.query<StoredEvent>(
      `SELECT event.local_date AS "localDate", ${ms('event.at')} AS at, event.type, event.temperature, event.image,
         token.name AS device
       FROM attendance.events event LEFT JOIN access.tokens token ON token.id = event.device_id
       WHERE event.user_id = $1 AND event.local_date BETWEEN $2 AND $3 AND event.utc_date BETWEEN $4 AND $5
       ORDER BY event.at, event.type`,
      [userId, from, to, addDays(from, -1), addDays(to, 1)],
    )
    return rows
  }

  async #corrections(userId: number, from: LocalDate, to: LocalDate) {
    const { rows } = await this.#pool.query<CorrectionRow>(
      `SELECT id, local_date AS "localDate", kind, status, undoes, ${ms('target_at')} AS "targetAt",
         target_type AS "targetType", ${ms('at')} AS at, type, temperature
       FROM attendance.corrections WHERE user_id = $1 AND local_date BETWEEN $2 AND $3 ORDER BY id`,
      [userId, from, to],
    )
    return rows.map((row) => ({ ...toCorrection(row), localDate: row.localDate }))
  }
}

export interface CorrectionRow {
  readonly id: number
  readonly localDate: LocalDate
  readonly kind: Correction['kind']
  readonly status: string
  readonly undoes: number
  readonly targetAt: number
  readonly targetType: Transition
  readonly at: number
  readonly type: Transition
  readonly temperature: number | null
}

/** The table's checks see to it that each kind has the columns it needs. */
export function toCorrection(row: CorrectionRow): Correction {
  const { id, kind } = row
  const target = { at: row.targetAt, type: row.targetType }
  const event = { at: row.at, type: row.type, temperature: row.temperature }
  if (kind === 'void') return { id, kind, target }
  if (kind === 'add') return { id, kind, event }
  if (kind === 'amend') return { id, kind, target, event }
  if (kind === 'mark') return { id, kind, status: row.status }
  return { id, kind, undoes: row.undoes }
}

function personsDay(
  userId: number,
  row: DayRow,
  events: readonly StoredEvent[],
  corrections: readonly Correction[],
  /** undefined on a day without school. */
  over: boolean | undefined,
): PersonsDay {
  const day = storedDay(row)
  const judged = over === undefined ? undefined : verdict(day, { excused: row.excused, dayOver: over })
  return {
    userId,
    schoolId: row.schoolId,
    localDate: row.localDate,
    timeZone: row.timeZone,
    version: dayVersion(events, corrections),
    status: judged?.status ?? null,
    why: judged?.why ?? { rule: row.enrolledAt === null ? 'not enrolled' : 'no school' },
    ...figures(day),
    over: over ?? true,
    timeline: timelineOf(userId, events, corrections),
  }
}

/** What a day says of itself, with times as text. */
export const figures = (day: Day | null) => ({
  minutes: (day?.insideMs ?? 0) / 60_000,
  firstIn: iso(day?.firstIn ?? null),
  lastOut: iso(day?.lastOut ?? null),
  insideSince: iso(day?.insideSince ?? null),
  highestTemperature: day?.highestTemperature ?? null,
  flags: day?.flags ?? [],
  mark: day?.mark ?? null,
})

function timelineOf(userId: number, events: readonly StoredEvent[], corrections: readonly Correction[]) {
  const entry = (
    event: DayEvent,
    recorded: StoredEvent | undefined,
    more: { byHand: boolean; void: boolean },
  ): TimelineEntry => ({
    id: eventId(userId, event.type, event.at),
    type: event.type,
    timestamp: new Date(event.at).toISOString(),
    temperature: event.temperature,
    image: recorded?.image ?? null,
    device: recorded?.device ?? null,
    ...more,
  })
  const key = (event: DayEvent) => eventId(userId, event.type, event.at)
  const recorded = new Map(events.map((event) => [key(event), event]))
  const standing = correctedTimeline(events, corrections).map((event) => {
    const from = recorded.get(key(event))
    const asRecorded = from !== undefined && from.temperature === event.temperature
    return entry(event, from, { byHand: !asRecorded, void: false })
  })
  const stands = new Set(standing.map(({ id }) => id))
  const voided = events
    .filter((event) => !stands.has(key(event)))
    .map((event) => entry(event, event, { byHand: false, void: true }))
  return [...standing, ...voided].sort((a, b) => a.timestamp.localeCompare(b.timestamp) || (a.type < b.type ? -1 : 1))
}
