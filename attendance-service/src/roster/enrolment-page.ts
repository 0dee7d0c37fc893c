import type { LocalDate } from '@rollcall/domain'

/** People are kept by pages of 512 ids. */
const PAGE_BITS = 9
export const PAGE_SIZE = 1 << PAGE_BITS
export const pageOf = (userId: number): number => userId >> PAGE_BITS

export interface Enrolment {
  readonly userId: number
  readonly schoolId: number
  readonly from: LocalDate
  readonly to: LocalDate | null
}

/**
 * The enrolments of one page. Nearly everybody has been in one school for weeks and stays there: four bytes for them; a list
 * for those who came, left or moved of late.
 */
export class EnrolmentPage {
  readonly #settled = new Int32Array(PAGE_SIZE)
  readonly #moving = new Map<number, Enrolment[]>()

  /** `settledBefore`: who came before this date, and has no end, is in that school for any record that is still taken. */
  constructor(enrolments: readonly Enrolment[], settledBefore: LocalDate) {
    for (const enrolment of enrolments) {
      if (enrolment.to === null && enrolment.from < settledBefore)
        this.#settled[enrolment.userId & (PAGE_SIZE - 1)] = enrolment.schoolId
      else this.#moving.set(enrolment.userId, [...(this.#moving.get(enrolment.userId) ?? []), enrolment])
    }
  }

  knows(userId: number): boolean {
    return this.settledSchool(userId) !== 0 || this.#moving.has(userId)
  }

  /** The school of somebody who does not move; 0 for everybody else. */
  settledSchool(userId: number): number {
    return this.#settled[userId & (PAGE_SIZE - 1)] ?? 0
  }

  moves(userId: number): readonly Enrolment[] {
    return this.#moving.get(userId) ?? []
  }
}
