import type { LocalDate, SchoolHours } from '@rollcall/domain'

/** A school's date: what is locked, counted and closed as one. */
export interface SchoolDay {
  readonly schoolId: number
  readonly localDate: LocalDate
}

export interface VersionedDay extends SchoolDay {
  readonly version: number
}

/** A person's date. */
export interface PersonDay {
  readonly userId: number
  readonly localDate: LocalDate
}

export const schoolDayKey = (schoolId: number, localDate: LocalDate): string => `${localDate} ${schoolId}`

/** The days a transaction holds the locks of. */
export class LockedDays {
  readonly #hours = new Map<LocalDate, Map<number, SchoolHours>>()

  add({ schoolId, localDate }: SchoolDay, hours: SchoolHours): void {
    const schools = this.#hours.get(localDate)
    if (schools) schools.set(schoolId, hours)
    else this.#hours.set(localDate, new Map([[schoolId, hours]]))
  }

  hours(schoolId: number, localDate: LocalDate): SchoolHours | undefined {
    return this.#hours.get(localDate)?.get(schoolId)
  }
}
