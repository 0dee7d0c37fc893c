import {
  type AttendanceRecord,
  addDays,
  eventId,
  type LocalDate,
  TimeZoneDays,
  type Transition,
} from '@rollcall/domain'
import { Ledger } from '@rollcall/ledger'
import { get } from '../support/client.ts'
import type { System } from '../support/system.ts'

/** A school's dates, and what happened on them: stored as the consumer would, without waiting for it. */
export class PastDays {
  readonly schoolId: number
  readonly today: LocalDate
  readonly zone: string
  readonly #days: TimeZoneDays
  readonly #ledger: Ledger

  private constructor(system: System, schoolId: number, zone: string, today: LocalDate) {
    this.schoolId = schoolId
    this.zone = zone
    this.today = today
    this.#days = new TimeZoneDays(zone)
    this.#ledger = new Ledger(system.pool, { raise: async () => {} })
  }

  static async of(system: System, dashboard: { url: string }, schoolId: number): Promise<PastDays> {
    const { body } = await get(`${dashboard.url}/schools/${schoolId}`, system.apiToken)
    return new PastDays(system, schoolId, body.data.timeZone, body.data.localDate)
  }

  /** So many days before today. */
  ago = (days: number): LocalDate => addDays(this.today, -days)

  /** The instant of a clock's time on a date; on a date of 24 hours. */
  at(date: LocalDate, clock: string): number {
    const [hours = 0, minutes = 0] = clock.split(':').map(Number)
    return this.#days.day(date).startsAt + (hours * 60 + minutes) * 60_000
  }

  event(userId: number, type: Transition, at: number, more: Partial<AttendanceRecord> = {}): AttendanceRecord {
    const time = new Date(at).toISOString()
    return {
      v: 1,
      id: eventId(userId, type, at),
      ...{ userId, schoolId: this.schoolId, type, temperature: null, image: null, deviceId: null },
      ...{ at: time, localDate: this.#days.dayAt(at).date, receivedAt: time },
      ...more,
    }
  }

  /** Somebody's stay, by the school's clocks. */
  stay(userId: number, date: LocalDate, from: string, to?: string): AttendanceRecord[] {
    return [
      this.event(userId, 'checkin', this.at(date, from)),
      ...(to === undefined ? [] : [this.event(userId, 'checkout', this.at(date, to))]),
    ]
  }

  async store(records: readonly AttendanceRecord[]): Promise<void> {
    const dates = records.map(({ at }) => at.slice(0, 10)).toSorted()
    await this.#ledger.ensurePartitions(dates[0] ?? this.today, dates.at(-1) ?? this.today)
    await this.#ledger.apply(records)
  }
}
