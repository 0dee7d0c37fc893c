import { addDays, type LocalDate, utcMidnight, type Verdict, verdict } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import type { AnswerCache, CacheState } from '../cache/answer-cache.ts'
import type { Unnamed } from './absences.ts'
import { dayFigures, difference, type Figures, noFigures, periodFigures, personsPeriod, sum } from './figures.ts'
import { insideNow } from './inside.ts'
import { type Period, periodBefore, periodOf } from './periods.ts'
import type { PersonDays } from './person-days.ts'
import { type PersonName, type Presence, type PresenceReader, partOf } from './presence.ts'
import { STATUS_OF } from './row-kind.ts'
import { type DateRange, readSchoolDates, readSchools, type SchoolDate, type SchoolNow } from './school-dates.ts'
import type { Scope } from './scope.ts'
import { STORED_DAY, type StoredDayRow, storedDay } from './stored-day.ts'

/** The last school day may lie behind the summer. For a whole district it is looked for less far back. */
const LOOK_BACK = { school: 120, district: 40 }
const LONGEST_PERIOD = 31
const DAY_MS = 86_400_000
const SCHOOLS_AT_ONCE = 4

/** A school's dates of a period and of the one before it. */
export interface SchoolPeriod {
  readonly school: SchoolNow
  readonly range: DateRange
  readonly dates: readonly SchoolDate[]
  readonly before: readonly SchoolDate[]
}

export interface SchoolFigures extends Figures {
  readonly id: number
  readonly name: string
}

export interface PersonLine extends PersonName {
  readonly userId: number
  readonly status: string
  readonly why: Readonly<{ rule: string }>
  readonly late: boolean
}

interface Page {
  readonly data: PersonLine[]
  readonly next: number | null
}

type Counted = Figures & { readonly asOf: number | null }

/** Who was there, for a school, a class, a person or all schools: the same numbers wherever they are shown. */
export class Aggregate {
  readonly #pool: Pool
  readonly #presence: PresenceReader
  readonly #cache: AnswerCache

  constructor(parts: { pool: Pool; presence: PresenceReader; cache: AnswerCache }) {
    this.#pool = parts.pool
    this.#presence = parts.presence
    this.#cache = parts.cache
  }

  async read(
    scope: Scope,
    asked: { period: Period; date: LocalDate | null; after: number; limit: number },
    now: Date,
  ): Promise<{
    value: Record<string, unknown> & { users?: { data: PersonLine[]; next: number | null } }
    state: CacheState
  }> {
    const schools = await this.#schools(scope, asked, now)
    const versions = schools.map(({ id, version }) => `${id}.${version}`)
    const key = ['aggregate', scope.kind, scope.id, asked, versions]
    const { value, state } = await this.#cache.read(key, () => this.#compute(scope, schools, asked, now))
    // Never kept: it is about this moment, whichever dates the rest is about.
    return { value: { ...value, insideNow: await insideNow(this.#pool, scope, schools) }, state }
  }

  async #compute(
    scope: Scope,
    schools: readonly SchoolNow[],
    { period, date, after, limit }: { period: Period; date: LocalDate | null; after: number; limit: number },
    now: Date,
  ) {
    const periods = await this.periods(scope, schools, period, date, now)
    const current: Counted[] = []
    const previous: Counted[] = []
    let people: Page | undefined
    const ofEach: PersonLine[][] = []
    await inTurns(periods, SCHOOLS_AT_ONCE, async (each, i) => {
      if (scope.kind === 'district') {
        const both = await this.#schoolFigures(each, period)
        current[i] = both.current
        previous[i] = both.previous
        return
      }
      const { now: current_, before } = await this.#both(scope, each)
      current[i] = count(current_, period)
      previous[i] = count(before, period)
      const page = await this.#lines(pageOf(current_, after, limit), period)
      if (scope.kind === 'user') ofEach[i] = page.data
      else people = page
    })
    // Who has changed schools has a line for each of them, as in the figures.
    if (scope.kind === 'user') people = { data: ofEach.flat(), next: null }
    const [now_, then] = [sum(current), sum(previous)]
    const ranges = periods.map(({ range }) => range)
    const before = periods.flatMap((each) => each.before.map((one) => one.date)).toSorted()
    return {
      kind: scope.kind,
      id: scope.id,
      name: scope.name,
      period,
      from: ranges.map(({ from }) => from).toSorted()[0] ?? null,
      to:
        ranges
          .map(({ to }) => to)
          .toSorted()
          .at(-1) ?? null,
      schoolDays: Math.max(0, ...periods.map(({ dates }) => dates.length)),
      ...now_,
      asOf: isoOf(current),
      previous: before.length === 0 ? null : { from: before[0], to: before.at(-1), ...then },
      change: before.length === 0 ? null : difference(now_, then),
      ...(scope.kind === 'district' && {
        schools: periods.map(({ school: { id, name } }, i): SchoolFigures => ({ id, name, ...figuresOf(current[i]) })),
      }),
      ...(people && { users: people }),
    }
  }

  /** Each school's own dates: the same moment is another date elsewhere. */
  async periods(
    scope: Scope,
    schools: readonly SchoolNow[],
    period: Period,
    date: LocalDate | null,
    now: Date,
  ): Promise<SchoolPeriod[]> {
    const lookBack = lookBackOf(scope)
    const wanted = schools.map((school) => {
      const range = periodOf(period, date ?? school.today)
      const before =
        period === 'day' ? { from: daysBefore(range.from, lookBack), to: range.from } : periodBefore(period, range)
      return { school, range, before }
    })
    const dates = await readSchoolDates(
      this.#pool,
      wanted.map(({ school, range, before }) => ({ schoolId: school.id, from: before.from, to: range.to })),
      now,
    )
    return wanted.map(({ school, range }) => {
      const all = dates.get(school.id) ?? []
      const earlier = all.filter((each) => each.date < range.from)
      return {
        school,
        range,
        dates: all.filter((each) => each.date >= range.from),
        before: period === 'day' ? earlier.slice(-1) : earlier,
      }
    })
  }

  /** Everybody by status, as many at a time as are taken. */
  async *everybody(
    scope: Scope,
    asked: { period: Period; date: LocalDate | null },
    now: Date,
  ): AsyncGenerator<PersonLine> {
    const schools = await this.#schools(scope, asked, now)
    for (const each of await this.periods(scope, schools, asked.period, asked.date, now))
      for await (const page of this.#presence.pages({ ...scope, schoolId: each.school.id }, each.dates))
        yield* (await this.#lines(page, asked.period)).data
  }

  /** Their versions cover the period that is asked for and the one before it, wherever today is. */
  #schools(
    scope: Scope,
    { period, date }: { period: Period; date: LocalDate | null },
    now: Date,
  ): Promise<SchoolNow[]> {
    const ids = scope.schools
    if (date === null)
      return readSchools(this.#pool, { ids, date, lookBack: lookBackOf(scope) + LONGEST_PERIOD, lookAhead: 0 }, now)
    const range = periodOf(period, date)
    const first = period === 'day' ? daysBefore(date, lookBackOf(scope)) : periodBefore(period, range).from
    return readSchools(this.#pool, { ids, date: range.to, lookBack: daysFrom(first, range.to), lookAhead: 0 }, now)
  }

  /** Both are read at once: most of it is the same people. */
  async #both(
    of: Pick<Scope, 'classId' | 'userId'>,
    { school, dates, before }: SchoolPeriod,
  ): Promise<{ now: Presence; before: Presence }> {
    const presence = await this.#presence.days({ ...of, schoolId: school.id }, [...before, ...dates])
    return {
      now: partOf(presence, before.length, before.length + dates.length),
      before: partOf(presence, 0, before.length),
    }
  }

  /** Of a school in a district, which is put together from schools that have not changed. */
  async #schoolFigures(each: SchoolPeriod, period: Period): Promise<{ current: Counted; previous: Counted }> {
    const { school, dates, before } = each
    const ends = [before[0]?.date, before.length, dates[0]?.date, dates.length]
    const { value } = await this.#cache.read(['figures', school.id, period, ends, school.version], async () => {
      const both = await this.#both({}, each)
      return { current: count(both.now, period), previous: count(both.before, period) }
    })
    return value
  }

  async #lines(page: Presence, period: Period): Promise<Page> {
    const lines = period === 'day' ? await this.#dayLines(page) : periodLines(page)
    return { data: await this.#presence.named(lines), next: page.next }
  }

  async #dayLines({ people, dates }: Presence): Promise<Unnamed<PersonLine>[]> {
    const [date] = dates
    if (!date) return []
    const { rows } = await this.#pool.query<StoredDayRow & { userId: number; excused: boolean }>(
      `SELECT person.id AS "userId", ${STORED_DAY},
         excuse.there IS NOT NULL AS excused
       FROM unnest($1::int[]) AS person (id)
       -- OFFSET 0 keeps it one look-up a person, instead of a walk over everybody's rows of the date.
       LEFT JOIN LATERAL (
         SELECT * FROM attendance.user_days WHERE local_date = $2 AND user_id = person.id OFFSET 0
       ) day ON true
       LEFT JOIN LATERAL (
         SELECT true AS there FROM attendance.excused_days WHERE user_id = person.id AND local_date = $2 OFFSET 0
       ) excuse ON true`,
      [people.map(({ userId }) => userId), date.date],
    )
    const days = new Map(rows.map((row) => [row.userId, row]))
    return people.map((person) => {
      const row = days.get(person.userId)
      const day = row ? storedDay(row) : null
      return line(person, verdict(day, { excused: row?.excused ?? false, dayOver: date.over }))
    })
  }
}

/** Of those who are enrolled on one of the dates. */
function pageOf(presence: Presence, after: number, limit: number): Presence {
  const people: PersonDays[] = []
  for (const person of presence.people) {
    if (person.userId <= after || !person.isEnrolled) continue
    if (people.length === limit) return { ...presence, people, next: people.at(-1)?.userId ?? null }
    people.push(person)
  }
  return { ...presence, people, next: null }
}

const line = (
  person: PersonDays,
  { status, why }: { status: string; why: Verdict['why'] | { rule: string } },
): Unnamed<PersonLine> => ({
  userId: person.userId,
  status,
  why,
  late: person.wasLate,
})

const periodLines = ({ people, dates }: Presence): Unnamed<PersonLine>[] =>
  people.flatMap((person) => {
    const judged = personsPeriod(person, dates)
    return judged ? [line(person, judged)] : []
  })

function count(presence: Presence, period: Period): Counted {
  const figures = period === 'day' ? dayFigures(presence, 0) : periodFigures(presence)
  return { ...figures, asOf: Math.max(0, ...presence.newest) || null }
}

const figuresOf = (counted: Counted | undefined): Figures => {
  const { asOf: _, ...figures } = counted ?? { ...noFigures(), asOf: null }
  return figures
}

function isoOf(counted: readonly Counted[]): string | null {
  const newest = Math.max(0, ...counted.map(({ asOf }) => asOf ?? 0))
  return newest === 0 ? null : new Date(newest).toISOString()
}

const lookBackOf = (scope: Scope) => (scope.kind === 'district' ? LOOK_BACK.district : LOOK_BACK.school)
const daysBefore = (date: LocalDate, days: number): LocalDate => addDays(date, -days)
const daysFrom = (from: LocalDate, to: LocalDate): number => (utcMidnight(to) - utcMidnight(from)) / DAY_MS

/** A few at a time: one district must not take every connection. */
export async function inTurns<T>(
  all: readonly T[],
  atOnce: number,
  work: (each: T, i: number) => Promise<void>,
): Promise<void> {
  const rest = all.entries()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [i, each] of rest) await work(each, i)
    }),
  )
}

export const statusAt = (person: PersonDays, place: number) => STATUS_OF[person.code(place)] ?? null
