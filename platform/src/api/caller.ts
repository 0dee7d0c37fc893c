import type { Token } from '../access/token.ts'

/** What one may do. A route asks for exactly one of these; what of it a caller sees is the matter of its schools. */
export const RIGHTS = [
  'people.read',
  'people.write',
  /** Schools themselves, their calendars and classes. */
  'schools.write',
  'attendance.read',
  'attendance.correct',
  'leave.read',
  'leave.sync',
  /** The pipeline: dead letters, task runs, metrics. */
  'operations',
  /** Admins, keys, the audit log. */
  'access.manage',
] as const
export type Right = (typeof RIGHTS)[number]

const READ: readonly Right[] = ['people.read', 'attendance.read', 'leave.read']
const SCHOOL: readonly Right[] = [...READ, 'people.write', 'schools.write', 'attendance.correct']

/** Each role in a line. Devices and kiosks have no right here: they send check-ins and images, and do nothing else. */
export const ROLE_RIGHTS = {
  district: RIGHTS,
  school: [...SCHOOL, 'access.manage'],
  viewer: READ,
  operator: ['operations'],
  api: RIGHTS,
  device: [],
  kiosk: [],
} as const satisfies Record<string, readonly Right[]>
export type Role = keyof typeof ROLE_RIGHTS

/** Who calls. */
export interface Caller {
  readonly kind: 'admin' | 'token'
  /** Of the admin or of the token. */
  readonly id: number
  /** As the audit log and the trail of corrections name it. */
  readonly name: string
  readonly role: Role
  /** null: the whole district. */
  readonly schools: readonly number[] | null
}

export const may = (caller: Caller, right: Right): boolean =>
  (ROLE_RIGHTS[caller.role] as readonly Right[]).includes(right)

export const sees = (caller: Caller, schoolId: number): boolean =>
  caller.schools === null || caller.schools.includes(schoolId)

/** An API token of one school may do what an admin of that school may: else its admins could make one that does more than they. */
export const callerOfToken = (token: Token): Caller => ({
  kind: 'token',
  id: token.id,
  name: `${token.kind} key ${token.id}`,
  role: token.kind === 'api' && token.schoolId !== null ? 'school' : token.kind,
  schools: token.schoolId === null ? null : [token.schoolId],
})
