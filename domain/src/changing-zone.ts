import { addDays, type LocalDate, type LocalDay, TimeZoneDays } from './local-date.ts'

/** From this date on a school has this time zone. */
export interface ZoneFrom {
  readonly from: LocalDate
  readonly timeZone: string
}

/**
 * The dates of a school whose time zone changes. Each date has one zone and begins at that zone's midnight, so that the date
 * before a change is longer or shorter by the difference, and no instant is on two dates or on none.
 * Zones that are a whole day apart would leave out a date: whoever plans such a change is refused.
 */
export class ChangingZone {
  readonly #zones: readonly { from: LocalDate; days: TimeZoneDays }[]

  /** Oldest first; the first holds for all dates before the second. */
  constructor(zones: readonly ZoneFrom[]) {
    if (zones.length === 0) throw new Error('a school without a time zone')
    this.#zones = zones.map(({ from, timeZone }) => ({ from, days: new TimeZoneDays(timeZone) }))
  }

  dayAt(at: number): LocalDay {
    let index = this.#zones.length - 1
    while (index > 0 && at < this.#startOf(this.#zones[index]?.from ?? '')) index--
    const { date } = this.#zone(index).dayAt(at)
    const next = this.#zones[index + 1]
    return this.day(next && date >= next.from ? addDays(next.from, -1) : date)
  }

  day(date: LocalDate): LocalDay {
    return { date, startsAt: this.#startOf(date), endsAt: this.#startOf(addDays(date, 1)) }
  }

  #startOf(date: LocalDate): number {
    const index = this.#zones.findLastIndex((zone, place) => place === 0 || zone.from <= date)
    return this.#zone(index).day(date).startsAt
  }

  #zone(index: number): TimeZoneDays {
    const zone = this.#zones[index]
    if (!zone) throw new Error('no such time zone')
    return zone.days
  }
}
