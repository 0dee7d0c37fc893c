import type { AttendanceRecord, LocalDate } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { type Applied, apply } from './apply.ts'
import { type Closed, closeDay, daysToClose } from './close-day.ts'
import { type Alongside, type Corrected, correct, type NewCorrection, type Preview, preview } from './correct.ts'
import { daysBetween } from './days-between.ts'
import { type FeverFollowUp, type FollowedUp, followUpFever } from './follow-up-fever.ts'
import type { Doubt } from './gate-doubt.ts'
import { ensurePartitions } from './partitions.ts'
import { type Recomputed, recompute } from './recompute.ts'
import type { SchoolDay } from './school-day.ts'

/**
 * The only writer of schema attendance. Each call is one transaction: all of it holds or nothing. It tries again by itself what
 * two writers in each other's way make fail, and nothing else: an outage is for the caller to wait out.
 */
export class Ledger {
  readonly #pool: Pool
  readonly #doubt: Doubt

  constructor(pool: Pool, doubt: Doubt) {
    this.#pool = pool
    this.#doubt = doubt
  }

  /** Stores records and counts them; those it has already change nothing. */
  apply = (records: readonly AttendanceRecord[]): Promise<Applied> => apply(this.#pool, records)

  /** Throws CorrectionError when the correction makes no sense. `alongside` belongs to its transaction. */
  correct = (correction: NewCorrection, alongside?: Alongside): Promise<Corrected> =>
    correct(this.#pool, this.#doubt, correction, alongside)
  preview = (correction: NewCorrection): Promise<Preview> => preview(this.#pool, correction)

  /** Notes what was done about a fever; undefined when there was none. */
  followUpFever = (followUp: FeverFollowUp, alongside?: FollowedUp): Promise<number | undefined> =>
    followUpFever(this.#pool, followUp, alongside)

  daysToClose = (now: Date): Promise<SchoolDay[]> => daysToClose(this.#pool, now)
  closeDay = (schoolId: number, localDate: LocalDate, now: Date): Promise<Closed> =>
    closeDay(this.#pool, this.#doubt, schoolId, localDate, now)

  daysBetween = (from: LocalDate, to: LocalDate): Promise<SchoolDay[]> => daysBetween(this.#pool, from, to)
  recompute = (schoolId: number, localDate: LocalDate): Promise<Recomputed> =>
    recompute(this.#pool, schoolId, localDate)

  /** Answers with how many were missing. */
  ensurePartitions = (from: LocalDate, to: LocalDate): Promise<number> => ensurePartitions(this.#pool, from, to)
}
