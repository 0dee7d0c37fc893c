import { utcDate, utcMidnight } from '@rollcall/domain'
import { Chance } from '../seed/chance.ts'
import { fiscalBeginning, fiscalOf } from './calendar.ts'
import type { Company, HrRecord } from './hr-record.ts'
import { type LeavePlan, momentsOf, plansOf, type Span } from './leave-plan.ts'

export interface Employee {
  readonly empId: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly isTeacher: boolean
}

const DEPARTMENTS = ['Science', 'Languages', 'Mathematics', 'Arts', 'Sports', 'Administration']
const TEACHER = [
  { id: 3, name: 'Teacher' },
  { id: 4, name: 'Senior Teacher' },
] as const
const STAFF = [
  { id: 7, name: 'Assistant' },
  { id: 8, name: 'Office Manager' },
] as const
const iso = (at: number) => new Date(at).toISOString()
const midnight = (date: string) => `${date}T00:00:00.000Z`

/** A company whose leave, names and designations change with time, the same way whenever it is asked about the same moment. */
export class LivingCompany implements Company {
  readonly #seed: number
  readonly #employees: readonly Employee[]
  readonly #plans: LeavePlan[] = []
  readonly #moments: number[]
  /** In which it was founded: all later ones are counted from it. */
  readonly #year: number
  readonly #married: readonly number[]
  readonly #promoted: readonly number[]

  constructor(seed: number, employees: readonly Employee[], now: number) {
    this.#seed = seed
    this.#employees = employees
    const year = new Date(now).getUTCFullYear()
    this.#year = year
    this.#married = employees.map((_, index) => this.#marriedAt(index))
    this.#promoted = employees.map((_, index) => this.#promotedAt(index))
    const fiscals = [year - 2, year - 1, year, year + 1].map(fiscalBeginning)
    for (const fiscal of fiscals)
      for (let employee = 0; employee < employees.length; employee++)
        this.#plans.push(...plansOf(seed, employee, fiscal))
    this.#moments = [
      ...this.#plans.flatMap(momentsOf),
      ...fiscals.map(({ start }) => utcMidnight(start)),
      ...this.#married,
      ...this.#promoted,
    ].sort((a, b) => a - b)
  }

  /** How much has happened so far. */
  edition(now: number): number {
    let low = 0
    let high = this.#moments.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#moments[middle] ?? 0) <= now) low = middle + 1
      else high = middle
    }
    return low
  }

  leaves(from: string, to: string, now: number): HrRecord[] {
    const records: HrRecord[] = []
    for (const plan of this.#plans) {
      if (plan.requestedAt > now || (plan.vanishesAt !== null && plan.vanishesAt <= now)) continue
      const span = plan.movedAt !== null && plan.movedAt <= now ? plan.moved : plan.first
      if (span.start <= to && span.end >= from) records.push(this.#record(plan, span, now))
    }
    return records
  }

  /** One in ten takes another name some day of this year or the next. */
  #marriedAt(index: number): number {
    const chance = new Chance(this.#seed, index, 1)
    return chance.next() < 0.1
      ? Date.UTC(this.#year, 0, 1) + chance.integer(0, 730) * 86_400_000
      : Number.MAX_SAFE_INTEGER
  }

  #promotedAt(index: number): number {
    const chance = new Chance(this.#seed, index, 2)
    return Date.UTC(this.#year - 1, 0, 1) + chance.integer(0, 3_000) * 86_400_000
  }

  #record(plan: LeavePlan, span: Span, now: number): HrRecord {
    const { employee: index, type, fiscal } = plan
    const { start: startDate, end: endDate, days: counted } = span
    const employee = this.#employees[index]
    if (!employee) throw new Error('a leave of nobody')
    const ranks = employee.isTeacher ? TEACHER : STAFF
    const designation = ranks[(this.#promoted[index] ?? 0) <= now ? 1 : 0]
    const team = Math.floor(index / 12) * 12
    const issuer = this.#employees[team]
    const department = DEPARTMENTS[employee.isTeacher ? Math.floor(index / 12) % 5 : 5] ?? ''
    const past = (at: number | null) => at !== null && at <= now
    return {
      ...{ id: plan.id, userId: 1_000 + index, empId: employee.empId, teamManagerId: 1_000 + team },
      ...{ designationId: designation.id, designationName: designation.name },
      ...{ firstName: employee.firstName, middleName: null, email: employee.email },
      lastName: (this.#married[index] ?? 0) <= now ? `${employee.lastName}-Rai` : employee.lastName,
      ...{ isHr: index % 50 === 0, isSupervisor: index === team },
      allocations: [{ id: 10 + DEPARTMENTS.indexOf(department), name: department, type: 'department' }],
      ...{ leaveIssuerId: 1_000 + team, currentLeaveIssuerId: 1_000 + team },
      leaveIssuerFirstName: issuer?.firstName ?? '',
      leaveIssuerLastName: issuer?.lastName ?? '',
      currentLeaveIssuerEmail: issuer?.email ?? '',
      ...{ departmentDescription: department, startDate, endDate },
      leaveDays: plan.isHalf ? counted - 0.5 : counted,
      ...{ reason: type.name, remarks: '' },
      status: past(plan.cancelledAt)
        ? 'CANCELLED'
        : !past(plan.decidedAt)
          ? 'REQUESTED'
          : plan.isApproved
            ? 'APPROVED'
            : 'REJECTED',
      ...{ leaveTypeId: type.id, leaveTypeName: type.name, defaultDays: type.defaultDays },
      ...{ transferableDays: type.transferableDays, isConsecutive: type.isConsecutive ? 1 : 0 },
      ...{ fiscalId: fiscal.id, fiscalStartDate: midnight(fiscal.start), fiscalEndDate: midnight(fiscal.end) },
      fiscalIsCurrent: fiscalOf(utcDate(now)).id === fiscal.id,
      createdAt: iso(plan.requestedAt),
      updatedAt: iso(Math.max(...momentsOf(plan).filter((at) => at <= now))),
      isConverted: 0,
    }
  }
}
