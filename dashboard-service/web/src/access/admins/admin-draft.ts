import type { Admin, AdminRole } from '../../api/access.ts'

export interface AdminDraft {
  readonly name: string
  readonly role: AdminRole
  readonly schools: readonly number[]
}

/** Each of them says itself what is wrong with it. */
export const ADMIN_FIELDS = ['email', 'name', 'role', 'schools']

export const adminDraft = ({ name, role, schools }: Admin): AdminDraft => ({ name, role, schools })

/** Who has some schools only gives roles for these. */
export const rolesToGive = (mine: readonly number[] | null): readonly AdminRole[] =>
  mine === null ? ['district', 'school', 'viewer', 'operator'] : ['school', 'viewer']

export const hasSchools = (role: AdminRole): boolean => role === 'school' || role === 'viewer'
