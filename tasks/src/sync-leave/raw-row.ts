import { hash } from 'node:crypto'

/** The HR system's field to our column, in order. */
export const FIELDS = {
  id: 'id',
  userId: 'user_id',
  empId: 'emp_id',
  teamManagerId: 'team_manager_id',
  designationId: 'designation_id',
  designationName: 'designation_name',
  firstName: 'first_name',
  middleName: 'middle_name',
  lastName: 'last_name',
  email: 'email',
  isHr: 'is_hr',
  isSupervisor: 'is_supervisor',
  leaveIssuerId: 'leave_issuer_id',
  currentLeaveIssuerId: 'current_leave_issuer_id',
  leaveIssuerFirstName: 'leave_issuer_first_name',
  leaveIssuerLastName: 'leave_issuer_last_name',
  currentLeaveIssuerEmail: 'current_leave_issuer_email',
  departmentDescription: 'department_description',
  startDate: 'start_date',
  endDate: 'end_date',
  leaveDays: 'leave_days',
  reason: 'reason',
  status: 'status',
  remarks: 'remarks',
  leaveTypeId: 'leave_type_id',
  leaveTypeName: 'leave_type_name',
  defaultDays: 'default_days',
  transferableDays: 'transferable_days',
  isConsecutive: 'is_consecutive',
  fiscalId: 'fiscal_id',
  fiscalStartDate: 'fiscal_start_date',
  fiscalEndDate: 'fiscal_end_date',
  fiscalIsCurrent: 'fiscal_is_current',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  isConverted: 'is_converted',
} as const

const NAMES = Object.keys(FIELDS)

/** A row of raw.imported_leave_information: every field text, as it came. */
export interface RawRow {
  /** Of all of it: another one means that something is different. */
  readonly hash: string
  /** In the order of FIELDS. */
  readonly values: readonly (string | null)[]
  readonly allocations: readonly Readonly<Record<string, string | null>>[] | null
  /** What is not even text; the row is refused by it. */
  readonly unreadable: readonly string[]
}

/** Longer than any text that means something; the rest is cut off. */
const LONGEST_TEXT = 4_000
const MOST_ALLOCATIONS = 100

export function rawRow(record: unknown): RawRow {
  const unreadable: string[] = []
  const given = isObject(record) ? record : {}
  if (!isObject(record)) unreadable.push('it is not an object')
  const values = NAMES.map((field) => text(given[field], field, unreadable))
  const allocations = readAllocations(given.allocations, unreadable)
  return { hash: hash('md5', JSON.stringify([values, allocations, unreadable])), values, allocations, unreadable }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function text(value: unknown, field: string, unreadable: string[]): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return storable(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  unreadable.push(`${field} is not a text, a number, true or false`)
  return null
}

/** Postgres keeps neither NUL nor half a character; hardly any text has one. */
function storable(value: string): string {
  const text = value.length > LONGEST_TEXT ? value.slice(0, LONGEST_TEXT) : value
  return /[\0\p{Surrogate}]/u.test(text) ? Buffer.from(text.replaceAll('\0', '\ufffd')).toString() : text
}

function readAllocations(value: unknown, unreadable: string[]): RawRow['allocations'] {
  if (value === null || value === undefined) return null
  if (!Array.isArray(value) || value.length > MOST_ALLOCATIONS || !value.every(isObject)) {
    unreadable.push('allocations is not a list of allocations')
    return null
  }
  return value.map(({ id, name, type }) => ({
    id: text(id, 'allocations.id', unreadable),
    name: text(name, 'allocations.name', unreadable),
    type: text(type, 'allocations.type', unreadable),
  }))
}
