import type { Company, HrRecord } from '../../hr-simulator/hr-record.ts'
import { LivingCompany } from '../../hr-simulator/living-company.ts'

/** At least so many has each employee had, at whatever time of the year. */
const LEAVES_EACH = 7

/** How the people who take leave are known to the HR system, and here. */
export const hrNumber = (index: number): string => `HR-${index + 1}`
export const employeesFor = (records: number): number => Math.ceil(records / LEAVES_EACH)

/** A company of exactly so much leave, in which nothing happens but what it is told. */
export class StillCompany implements Company {
  readonly #records: readonly HrRecord[]
  #changed = 0

  constructor(records: number, now: number) {
    const employees = Array.from({ length: employeesFor(records) }, (_, index) => ({
      ...{ empId: hrNumber(index), firstName: 'First', lastName: `Last ${index}`, isTeacher: index % 4 !== 0 },
      email: `hr${index}@example.org`,
    }))
    const all = new LivingCompany(1, employees, now).leaves('2000-01-01', '2100-01-01', now)
    if (all.length < records) throw new Error(`${employees.length} employees have only ${all.length} leaves`)
    this.#records = all.slice(0, records)
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
