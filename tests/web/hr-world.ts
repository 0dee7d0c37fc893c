import { createApp, type ListeningServer, listen } from '@rollcall/platform'
import { DEMO_LEAVES_PATH } from '../../scripts/src/hr-simulator/demo-hr.ts'
import { HrSimulator } from '../../scripts/src/hr-simulator/hr-simulator.ts'

const TOKEN = 'a-token'
const DAY_MS = 86_400_000

/** As the test knows it: every date of a leave counts, the last one half where `half` says so. */
export interface PlannedLeave {
  readonly id: number
  readonly employee: number
  readonly type: 1 | 2
  readonly from: string
  readonly days: number
  readonly half?: boolean
  readonly status?: 'APPROVED' | 'REQUESTED' | 'REJECTED'
}

export const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
export const mondayOf = (date: string): string => dayAfter(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7))

export const TODAY = new Date().toISOString().slice(0, 10)
/** The calendar year in which the fiscal year of today begins. */
export const YEAR = Number(TODAY.slice(0, 4)) - (TODAY.slice(5) < '07-16' ? 1 : 0)
export const TYPES = { 1: { name: 'Annual', days: 18, carried: 5 }, 2: { name: 'Sick', days: 12, carried: 0 } } as const
export const departmentOf = (employee: number): string => (employee % 2 === 0 ? 'Science' : 'Arts')
export const designationOf = (employee: number): string => (employee % 3 === 0 ? 'Head' : 'Teacher')
export const NOBODY = 99

/** The year before, this one, and who is away now. Employees 1 to 20 are of school 1, those to 40 of school 2. */
export function plannedLeave(): PlannedLeave[] {
  const everybody = Array.from({ length: 40 }, (_, at) => at + 1)
  const monday = mondayOf(TODAY)
  return [
    ...everybody.flatMap((employee): PlannedLeave[] => [
      { id: 1_000 + employee, employee, type: 1, from: `${YEAR}-03-0${1 + (employee % 7)}`, days: 1 + (employee % 9) },
      {
        id: 2_000 + employee,
        employee,
        type: 2,
        from: `${YEAR}-09-1${employee % 9}`,
        days: 1,
        half: employee % 4 === 0,
      },
    ]),
    ...[1, 2, 3, 21].map((employee) => ({ id: 3_000 + employee, employee, type: 1 as const, from: TODAY, days: 1 })),
    { id: 3_100, employee: 5, type: 1, from: monday === TODAY ? dayAfter(monday, 1) : monday, days: 1 },
    { id: 3_200, employee: 7, type: 1, from: `${YEAR + 1}-02-01`, days: 2, status: 'REQUESTED' },
    { id: 3_201, employee: 22, type: 2, from: `${YEAR + 1}-02-03`, days: 1, status: 'REQUESTED' },
    { id: 3_300, employee: 8, type: 1, from: `${YEAR}-10-01`, days: 5, status: 'REJECTED' },
    { id: 3_400, employee: NOBODY, type: 2, from: `${YEAR}-08-03`, days: 3 },
  ]
}

export interface CountedDay extends PlannedLeave {
  readonly date: string
  readonly counts: number
}

/** Date by date, with what it counts. */
export const daysOf = (leaves: readonly PlannedLeave[], status = 'APPROVED'): CountedDay[] =>
  leaves
    .filter((leave) => (leave.status ?? 'APPROVED') === status)
    .flatMap((leave) =>
      Array.from({ length: leave.days }, (_, at) => ({
        ...leave,
        date: dayAfter(leave.from, at),
        counts: leave.half && at === leave.days - 1 ? 0.5 : 1,
      })),
    )

export const sumOf = (days: readonly { counts: number }[]): number => days.reduce((sum, { counts }) => sum + counts, 0)

/** 0: the fiscal year of today; -1: the one before. */
export const inFiscalYear = (beside: 0 | -1) => (day: { date: string }) =>
  day.date >= `${YEAR + beside}-07-16` && day.date <= `${YEAR + beside + 1}-07-15`

const fiscalOf = (date: string) => {
  const year = Number(date.slice(0, 4)) - (date.slice(5) < '07-16' ? 1 : 0)
  return {
    ...{ fiscalId: 100 + year - YEAR, fiscalIsCurrent: year === YEAR },
    ...{ fiscalStartDate: `${year}-07-16T00:00:00.000Z`, fiscalEndDate: `${year + 1}-07-15T00:00:00.000Z` },
  }
}

const nameOf = (employee: number): { firstName: string; lastName: string } =>
  employee === NOBODY ? { firstName: 'Nora', lastName: 'Nobody' } : { firstName: 'Asha', lastName: `Rai ${employee}` }

const rowOf = ({ id, employee, type, from, days, half = false, status = 'APPROVED' }: PlannedLeave) => ({
  ...{ id, userId: 500 + employee, empId: `E${employee}`, teamManagerId: 501, ...nameOf(employee), middleName: null },
  ...{ designationId: designationOf(employee) === 'Head' ? 4 : 3, designationName: designationOf(employee) },
  ...{ email: `e${employee}@example.org`, isHr: employee === 1, isSupervisor: employee === 1 },
  allocations: [
    { id: departmentOf(employee) === 'Science' ? 12 : 13, name: departmentOf(employee), type: 'department' },
  ],
  ...{ leaveIssuerId: 697, currentLeaveIssuerId: 697, leaveIssuerFirstName: 'Maya', leaveIssuerLastName: 'Karki' },
  ...{ currentLeaveIssuerEmail: 'maya.karki@example.org', departmentDescription: departmentOf(employee) },
  ...{ startDate: from, endDate: dayAfter(from, days - 1), leaveDays: half ? days - 0.5 : days, isConsecutive: 1 },
  ...{ reason: 'a reason', status, remarks: '', leaveTypeId: type, leaveTypeName: TYPES[type].name },
  ...{ defaultDays: TYPES[type].days, transferableDays: TYPES[type].carried, isConverted: 0, ...fiscalOf(from) },
  ...{ createdAt: '2026-04-14T05:33:10.000Z', updatedAt: '2026-04-14T05:33:10.000Z' },
})

/** An HR system whose leave a test knows by heart. */
export class HrWorld {
  readonly simulator: HrSimulator
  readonly #server: ListeningServer
  #leaves = plannedLeave()
  #edition = 0

  private constructor(simulator: HrSimulator, server: ListeningServer) {
    this.simulator = simulator
    this.#server = server
    simulator.company = {
      edition: () => this.#edition,
      leaves: (from, to) => [
        ...this.#leaves.map(rowOf).filter(({ startDate, endDate }) => startDate <= to && endDate >= from),
        // One that breaks a rule.
        { ...rowOf({ id: 9_999, employee: 9, type: 1, from: TODAY, days: 1 }), startDate: 'no date' },
      ],
    }
  }

  static async up(): Promise<HrWorld> {
    const simulator = new HrSimulator({ edition: () => 0, leaves: () => [] }, TOKEN)
    return new HrWorld(simulator, await listen(createApp().use(simulator.app), 0))
  }

  get env(): { HR_URL: string; HR_TOKEN: string } {
    return { HR_URL: `http://127.0.0.1:${this.#server.port}${DEMO_LEAVES_PATH}`, HR_TOKEN: TOKEN }
  }

  get leaves(): readonly PlannedLeave[] {
    return this.#leaves
  }

  gets(leave: PlannedLeave): void {
    this.#leaves = [...this.#leaves, leave]
    this.#edition += 1
  }

  down = (): Promise<void> => this.#server.close()
}
