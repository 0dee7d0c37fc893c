import { addDays, type LocalDate, type Status, utcMidnight } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import type { AnswerCache, Cached } from '../cache/answer-cache.ts'
import {
  BANDS,
  type BandCounts,
  byDays,
  byMissed,
  type ChronicLine,
  type ConsecutiveLine,
  chronicLine,
  consecutiveLine,
  type Unnamed,
} from './absences.ts'
import { inTurns, statusAt } from './aggregate.ts'
import { dayFigures, type Figures, noFigures, sum } from './figures.ts'
import { periodOf } from './periods.ts'
import type { PersonDays } from './person-days.ts'
import type { PersonName, Presence, PresenceReader } from './presence.ts'
import { type DateRange, readSchoolDates, readSchools, type SchoolDate, type SchoolNow } from './school-dates.ts'
import type { Scope } from './scope.ts'

export interface DateFigures extends Figures {
  readonly date: LocalDate
}

export interface SheetLine extends PersonName {
  readonly userId: number
  /** For each date of the sheet; null: not enrolled. */
  readonly days: readonly (Status | null)[]
}

export interface Sheet {
  readonly dates: readonly LocalDate[]
  readonly totals: readonly DateFigures[]
  readonly people: readonly SheetLine[]
  readonly next: number | null
}

const DAY_MS = 86_400_000
const SCHOOLS_AT_ONCE = 2
/** Enough to tell who has been away since before the holidays. */
const CONSECUTIVE_LOOK_BACK = 120

type SchoolDates = { school: SchoolNow; dates: readonly SchoolDate[] }[]

/** Reports over many days of many people. */
export class RangeReports {
  readonly #pool: Pool
  readonly #presence: PresenceReader
  readonly #cache: AnswerCache

  constructor(parts: { pool: Pool; presence: PresenceReader; cache: AnswerCache }) {
    this.#pool = parts.pool
    this.#presence = parts.presence
    this.#cache = parts.cache
  }

  /** The figures of each date; of several schools those that had school then. */
  trend(scope: Scope, range: DateRange, now: Date): Promise<Cached<DateFigures[]>> {
    return this.#cached('trend', scope, range, [], now, async (schools) => {
      const byDate = new Map<LocalDate, Figures>()
      await this.#eachPage(scope, schools, (presence) => addDates(byDate, presence))
      return datesInOrder(byDate)
    })
  }

  /** Everybody with a day that counts, who missed most first, and how many are in each band. */
  chronic(scope: Scope, range: DateRange, now: Date): Promise<Cached<{ bands: BandCounts; people: ChronicLine[] }>> {
    return this.#cached('chronic', scope, range, [], now, async (schools) => {
      const people: Unnamed<ChronicLine>[] = []
      await this.#eachPage(scope, schools, ({ people: page, dates }) => {
        for (const person of page) {
          const line = chronicLine(person, dates)
          if (line) people.push(line)
        }
      })
      const bands = Object.fromEntries(BANDS.map((band) => [band, 0])) as BandCounts
      for (const { band } of people) bands[band]++
      return { bands, people: await this.#presence.named(people.sort(byMissed)) }
    })
  }

  /** Whom to call: absent on so many school days in a row, up to a date. */
  consecutive(scope: Scope, date: LocalDate, atLeast: number, now: Date): Promise<Cached<ConsecutiveLine[]>> {
    const range = { from: addDays(date, -CONSECUTIVE_LOOK_BACK), to: date }
    return this.#cached('consecutive', scope, range, [atLeast], now, async (schools) => {
      const lines: Unnamed<ConsecutiveLine>[] = []
      await this.#eachPage(scope, schools, ({ people, dates }) => {
        for (const person of people) {
          const line = consecutiveLine(person, dates)
          if (line && line.days >= atLeast) lines.push(line)
        }
      })
      return this.#presence.named(lines.sort(byDays))
    })
  }

  /** A month, person by date. The totals are of everybody, whatever page is asked for. */
  sheet(scope: Scope, month: string, after: number, limit: number, now: Date): Promise<Cached<Sheet>> {
    const range = periodOf('month', `${month}-01`)
    return this.#cached('sheet', scope, range, [after, limit], now, async (schools) => {
      const [only] = schools
      if (!only) return { dates: [], totals: [], people: [], next: null }
      const byDate = new Map<LocalDate, Figures>()
      const people: PersonDays[] = []
      let next: number | null = null
      await this.#eachPage(scope, schools, (presence) => {
        addDates(byDate, presence)
        for (const person of presence.people) {
          if (person.userId <= after) continue
          if (people.length === limit) next = people.at(-1)?.userId ?? null
          else people.push(person)
        }
      })
      const dates = only.dates.map(({ date }) => date)
      const totals = dates.map((date) => ({ date, ...(byDate.get(date) ?? noFigures()) }))
      return { dates, totals, people: await this.#presence.named(linesOf(people, only.dates)), next }
    })
  }

  /** The whole sheet, as it is taken. */
  async *sheetLines(
    scope: Scope,
    month: string,
    now: Date,
  ): AsyncGenerator<{ dates: LocalDate[]; line: SheetLine | null }> {
    for (const { school, dates } of await this.#schoolDates(scope, periodOf('month', `${month}-01`), now)) {
      const names = dates.map(({ date }) => date)
      yield { dates: names, line: null }
      for await (const page of this.#presence.pages({ ...scope, schoolId: school.id }, dates))
        for (const line of await this.#presence.named(linesOf(page.people, dates))) yield { dates: names, line }
    }
  }

  async #cached<T>(
    report: string,
    scope: Scope,
    range: DateRange,
    more: readonly unknown[],
    now: Date,
    compute: (schools: SchoolDates) => Promise<T>,
  ): Promise<Cached<T>> {
    const lookBack = (utcMidnight(range.to) - utcMidnight(range.from)) / DAY_MS
    const wanted = { ids: scope.schools, date: range.to, lookBack, lookAhead: 0 }
    const schools = await readSchools(this.#pool, wanted, now)
    const key = [report, scope.kind, scope.id, range, more, schools.map(({ id, version }) => `${id}.${version}`)]
    return this.#cache.read(key, async () => compute(await this.#datesOf(schools, range, now)))
  }

  async #schoolDates(scope: Scope, range: DateRange, now: Date): Promise<SchoolDates> {
    const wanted = { ids: scope.schools, date: range.to, lookBack: 0, lookAhead: 0 }
    return this.#datesOf(await readSchools(this.#pool, wanted, now), range, now)
  }

  async #datesOf(schools: readonly SchoolNow[], range: DateRange, now: Date): Promise<SchoolDates> {
    const dates = await readSchoolDates(
      this.#pool,
      schools.map(({ id }) => ({ schoolId: id, ...range })),
      now,
    )
    return schools.map((school) => ({ school, dates: dates.get(school.id) ?? [] }))
  }

  async #eachPage(scope: Scope, schools: SchoolDates, take: (presence: Presence) => void): Promise<void> {
    await inTurns(schools, SCHOOLS_AT_ONCE, async ({ school, dates }) => {
      if (dates.length === 0) return
      // A month of ten thousand people is read at once; what is longer, some people at a time.
      const atOnce = Math.max(1_000, Math.floor(250_000 / dates.length))
      for await (const page of this.#presence.pages({ ...scope, schoolId: school.id }, dates, atOnce)) take(page)
    })
  }
}

function addDates(byDate: Map<LocalDate, Figures>, presence: Presence): void {
  presence.dates.forEach(({ date }, i) => {
    const figures = dayFigures(presence, i)
    if (figures.enrolled > 0) byDate.set(date, sum([byDate.get(date) ?? noFigures(), figures]))
  })
}

const datesInOrder = (byDate: ReadonlyMap<LocalDate, Figures>): DateFigures[] =>
  [...byDate].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, figures]) => ({ date, ...figures }))

const linesOf = (people: readonly PersonDays[], dates: readonly SchoolDate[]): Unnamed<SheetLine>[] =>
  people.map((person) => ({
    userId: person.userId,
    days: dates.map((_, i) => statusAt(person, i)),
  }))
