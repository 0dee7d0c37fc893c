/** One leave as the HR system tells it. */
export interface HrRecord {
  id: number
  userId: number
  empId: string
  teamManagerId: number | null
  designationId: number
  designationName: string
  firstName: string
  middleName: string | null
  lastName: string
  email: string
  isHr: boolean
  isSupervisor: boolean
  allocations: { id: number; name: string; type: string }[]
  leaveIssuerId: number
  currentLeaveIssuerId: number
  leaveIssuerFirstName: string
  leaveIssuerLastName: string
  currentLeaveIssuerEmail: string
  departmentDescription: string
  startDate: string
  endDate: string
  leaveDays: number
  reason: string
  status: 'APPROVED' | 'REQUESTED' | 'REJECTED' | 'CANCELLED'
  remarks: string
  leaveTypeId: number
  leaveTypeName: string
  defaultDays: number
  transferableDays: number
  isConsecutive: number | boolean
  fiscalId: number
  fiscalStartDate: string
  fiscalEndDate: string
  fiscalIsCurrent: boolean
  createdAt: string
  updatedAt: string
  isConverted: number | boolean
}

/** What the simulator serves: anything that knows its leave at a moment. */
export interface Company {
  /** Another number whenever anything is different from before. */
  edition(now: number): number | string
  /** The leave that touches these dates, both included, by id. */
  leaves(from: string, to: string, now: number): readonly unknown[]
}
