import type { Company, HrRecord } from '../../hr-simulator/hr-record.ts'
import { LivingCompany } from '../../hr-simulator/living-company.ts'

/** Made up one by one; the others of a larger company have the same leave. */
const DIFFERENT = 500
/** At least so many has each had, at whatever time of the year. */
const LEAVES_EACH = 7
/** Of the numbers that the simulator gives. */
const FIRST_NUMBER = 1_000

/** How the people who take leave are known to the HR system, and here. */
export const hrNumber = (person: number): string => `HR-${person}`
export const employeesFor = (records: number): number => DIFFERENT * Math.ceil(records / (DIFFERENT * LEAVES_EACH))

/** A company of exactly so much leave, in which nothing happens but what it is told. */
export class StillCompany implements Company {
  readonly #records: readonly HrRecord[]
  #changed = 0

  constructor(records: number, now: number) {
    const employees = Array.from({ length: DIFFERENT }, (_, index) => ({
      ...{ empId: '', firstName: 'First', lastName: `Last ${index}`, email: '', isTeacher: index % 4 !== 0 },
    }))
    const some = new LivingCompany(1, employees, now).leaves('2000-01-01', '2100-01-01', now)
    this.#records = Array.from({ length: records }, (_, index): HrRecord => {
      const like = some[index % some.length]
      if (!like) throw new Error('nobody has taken leave')
      const others = DIFFERENT * Math.floor(index / some.length)
      const person = like.userId - FIRST_NUMBER + others + 1
      const numbers = { id: index + 1, userId: like.userId + others, teamManagerId: (like.teamManagerId ?? 0) + others }
      return { ...like, ...numbers, empId: hrNumber(person), email: `hr${person}@example.org` }
    })
  }

  edition(): number {
    return this.#changed
  }

  leaves(from: string, to: string): HrRecord[] {
    return this.#records.filter(({ startDate, endDate }) => startDate <= to && endDate >= from)
  }

  /** Spread over everybody and all dates: what was decided is decided otherwise. */
  change(count: number): void {
    const every = Math.max(1, Math.floor(this.#records.length / count))
    for (let index = 0; index < count * every && index < this.#records.length; index += every) {
      const record = this.#records[index]
      if (record) record.status = record.status === 'APPROVED' ? 'CANCELLED' : 'APPROVED'
    }
    this.#changed += 1
  }
}
