import { type Caller, may, type Right, ROLE_RIGHTS } from '@rollcall/platform'

export const ADMIN_ROLES = ['district', 'school', 'viewer', 'operator'] as const
export type AdminRole = (typeof ADMIN_ROLES)[number]

export interface Admin {
  readonly id: number
  readonly email: string
  readonly name: string
  readonly role: AdminRole
  /** Of a school's admin or a viewer; a viewer without any sees the whole district. */
  readonly schools: readonly number[]
  /** invited: has no password yet. off: switched off. */
  readonly state: 'invited' | 'active' | 'off'
  readonly version: number
  readonly createdAt: Date
}

/** What somebody is to be: the part of an admin on which their rights rest. */
export type Post = Pick<Admin, 'role' | 'schools'>

/** Why there can be no such post; undefined when there can. */
export function postError({ role, schools }: Post): string | undefined {
  if (role === 'school' && schools.length === 0) return 'An admin of schools needs at least one'
  if ((role === 'district' || role === 'operator') && schools.length > 0) return `The role ${role} has no schools`
  return undefined
}

/**
 * Whether somebody with this post is within what a caller sees: all their schools are the caller's. Whoever has another school
 * besides is not, as their row would tell of it.
 */
export const isWithin = (caller: Caller, { role, schools }: Post): boolean => {
  const mine = caller.schools
  if (mine === null) return true
  return (role === 'school' || role === 'viewer') && schools.length > 0 && schools.every((id) => mine.includes(id))
}

/** Nobody gives a right or a school that they have not got themselves. */
export const mayGive = (caller: Caller, post: Post): boolean => {
  const rights: readonly Right[] = ROLE_RIGHTS[post.role]
  return isWithin(caller, post) && rights.every((right) => may(caller, right))
}
