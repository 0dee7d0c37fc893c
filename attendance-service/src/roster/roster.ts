import { addDays, ChangingZone, isTimeZone, type LocalDay, TimeZoneDays, utcDate } from '@rollcall/domain'
import { type Change, type ChangeListener, type Logger, problems } from '@rollcall/platform'
import { type Enrolment, EnrolmentPage, pageOf } from './enrolment-page.ts'
import type { RosterQueries, School } from './roster-queries.ts'

/** Records are taken up to seven days late; a day more covers the time zones. */
const DAYS_BACK = 9
const WARM_PAGES_AT_ONCE = 8
const NOBODY = new EnrolmentPage([], '')

/** The school a person belongs to at some instant, and that school's date then. */
export interface Place {
  readonly schoolId: number
  readonly day: LocalDay
}

type SchoolDays = Pick<TimeZoneDays, 'dayAt'>

export interface RosterEvents {
  /** Somebody had to be looked up in Postgres. */
  missed(): void
}

/**
 * Who is in which school, in memory: a check-in asks Postgres nothing. Pages are read at first touch and in the background,
 * read again when the feed says so, and kept while Postgres is away.
 */
export class Roster implements ChangeListener {
  readonly #queries: RosterQueries
  readonly #log: Logger
  readonly #events: RosterEvents | undefined
  readonly #pages = new Map<number, EnrolmentPage>()
  readonly #reading = new Map<number, Promise<void>>()
  readonly #zones = new Map<string, TimeZoneDays>()
  /** Undefined: a school that is set up wrongly. */
  #schools = new Map<number, SchoolDays | undefined>()
  #schoolsRead: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(queries: RosterQueries, log: Logger, events?: RosterEvents) {
    this.#queries = queries
    this.#log = log
    this.#events = events
  }

  async start(): Promise<void> {
    await this.#readSchools()
    void this.#warm()
  }

  stop(): void {
    this.#stopped = true
  }

  get pages(): number {
    return this.#pages.size
  }

  /** Where the person is at that time; undefined: nowhere. Resolves at once when the page is there. */
  find(userId: number, at: number): Place | undefined | Promise<Place | undefined> {
    const page = this.#pages.get(pageOf(userId))
    if (page?.knows(userId)) return this.#place(page, userId, at)
    // Unknown here may be new there: the page is read once more before anybody is told so.
    this.#events?.missed()
    return this.#readFor(userId).then(
      (fresh) => this.#place(fresh, userId, at),
      (error) => {
        this.#log.warn({ err: error }, 'could not read the roster')
        throw problems.unavailable('The roster cannot be read')
      },
    )
  }

  async changed(changes: readonly Change[]): Promise<void> {
    if (changes.some((change) => change.what === 'school')) await this.#readSchools()
    const pages = new Set(changes.filter((change) => change.what === 'people').map((change) => change.key))
    for (const page of pages) if (this.#pages.has(page) || this.#reading.has(page)) await this.#readAfterChange(page)
  }

  async startOver(): Promise<void> {
    await this.#readSchools()
    for (const page of [...this.#pages.keys()]) await this.#readAfterChange(page)
  }

  #place(page: EnrolmentPage, userId: number, at: number): Place | undefined {
    const settled = page.settledSchool(userId)
    if (settled !== 0) {
      const day = this.#schools.get(settled)?.dayAt(at)
      return day && { schoolId: settled, day }
    }
    for (const { schoolId, from, to } of page.moves(userId)) {
      const day = this.#schools.get(schoolId)?.dayAt(at)
      if (day && day.date >= from && (to === null || day.date <= to)) return { schoolId, day }
    }
    return undefined
  }

  /** A reading under way began before this person was asked for: who is not in it may have come meanwhile. */
  async #readFor(userId: number): Promise<EnrolmentPage> {
    const page = pageOf(userId)
    await this.#endOfReading(page)
    const held = this.#pages.get(page)
    return held?.knows(userId) ? held : this.#read(page)
  }

  async #read(page: number): Promise<EnrolmentPage> {
    await (this.#reading.get(page) ?? this.#readPages([page]))
    return this.#pages.get(page) ?? NOBODY
  }

  /** A reading that began before the change may not show it. */
  async #readAfterChange(page: number): Promise<void> {
    await this.#endOfReading(page)
    await this.#read(page)
  }

  /** Whether it failed is told to whoever asked for it; here only a new one may begin. */
  async #endOfReading(page: number): Promise<void> {
    await this.#reading.get(page)?.catch(() => undefined)
  }

  /** Reads neighbouring pages, none of which is being read: two readings of one page could end in the wrong order. */
  #readPages(pages: readonly number[]): Promise<void> {
    const reading = this.#fetch(pages).finally(() => {
      for (const page of pages) this.#reading.delete(page)
    })
    for (const page of pages) this.#reading.set(page, reading)
    return reading
  }

  async #fetch(pages: readonly number[]): Promise<void> {
    const since = addDays(utcDate(Date.now()), -DAYS_BACK)
    const byPage = new Map<number, Enrolment[]>(pages.map((page) => [page, []]))
    const enrolments = await this.#queries.pages(Math.min(...pages), Math.max(...pages), since)
    // The first people of a new school may be read before it is told of.
    if (enrolments.some(({ schoolId }) => !this.#schools.has(schoolId))) await this.#readSchools()
    for (const enrolment of enrolments) byPage.get(pageOf(enrolment.userId))?.push(enrolment)
    for (const [page, ofPage] of byPage) {
      // Unused ids get no page: otherwise anybody could fill the memory by asking for them.
      if (ofPage.length > 0) this.#pages.set(page, new EnrolmentPage(ofPage, since))
      else this.#pages.delete(page)
    }
  }

  /** One read after the other: an older one that ends last would undo what a newer one has seen. */
  #readSchools(): Promise<void> {
    const read = this.#schoolsRead.then(() => this.#fetchSchools())
    // Its own caller is told of a failure; the next read begins all the same.
    this.#schoolsRead = read.catch(() => undefined)
    return read
  }

  async #fetchSchools(): Promise<void> {
    const schools = new Map<number, SchoolDays | undefined>()
    for (const school of await this.#queries.schools()) {
      const { id, timeZone } = school
      // One school that is set up wrongly must not close the doors of all others.
      const days = this.#daysOf(school)
      schools.set(id, days)
      if (!days) this.#log.error({ school: id, timeZone }, 'no such time zone: nobody of this school can check in')
    }
    this.#schools = schools
  }

  #daysOf({ timeZone, zones }: School): SchoolDays | undefined {
    const names = zones?.map((zone) => zone.timeZone) ?? [timeZone]
    if (!names.every(isTimeZone)) return undefined
    return zones ? new ChangingZone(zones) : this.#zone(timeZone)
  }

  #zone(name: string): TimeZoneDays {
    let zone = this.#zones.get(name)
    if (!zone) {
      zone = new TimeZoneDays(name)
      this.#zones.set(name, zone)
    }
    return zone
  }

  /** Best effort: what is not warmed is read at first touch. */
  async #warm(): Promise<void> {
    try {
      const last = pageOf(await this.#queries.lastUserId())
      for (let first = 0; first <= last && !this.#stopped; first += WARM_PAGES_AT_ONCE) {
        const cold = Array.from({ length: WARM_PAGES_AT_ONCE }, (_, index) => first + index).filter(
          (page) => !this.#pages.has(page) && !this.#reading.has(page),
        )
        if (cold.length > 0) await this.#readPages(cold)
      }
      this.#log.info({ pages: this.#pages.size }, 'roster warmed')
    } catch (error) {
      this.#log.warn({ err: error }, 'roster not warmed; its pages are read at first touch')
    }
  }
}
