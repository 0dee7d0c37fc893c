import { keepPreviousData } from '@tanstack/react-query'
import type { Admin as StoredAdmin } from '../../../src/admins/admin.ts'
import type { AuditLine as StoredLine } from '../../../src/audit/audit-queries.ts'
import type { Key as StoredKey } from '../../../src/keys/key-queries.ts'
import { call, type Query } from './call.ts'
import { pagedQuery } from './paged.ts'
import type { Data } from './shapes.ts'
import type { Wire } from './wire.ts'

// Who may come in: people, devices, programs; and what they did.
export type Admin = Wire<StoredAdmin>
export type Key = Wire<StoredKey>
export type AuditLine = Wire<StoredLine>
export type AdminRole = Admin['role']
export type KeyKind = Key['kind']

/** Shown once. */
export interface PasswordLink {
  readonly path: string
  readonly expiresAt: string
}

/** All that begins with this is read again after a change. */
export const ACCESS = ['access'] as const

const listOf = <Row>(path: string, query: Query) => ({
  ...pagedQuery<Row>(ACCESS, path, query),
  placeholderData: keepPreviousData,
})
export const adminListQuery = (q: string | undefined) => listOf<Admin>('/api/admins', { q })
export const keyListQuery = (kind: KeyKind | undefined, revoked: boolean) =>
  listOf<Key>('/api/keys', { kind, revoked: revoked ? undefined : false, sort: '-id' })
export const auditQuery = (filter: Query) => listOf<AuditLine>('/api/audit', filter)

export const readAdmin = async (id: number): Promise<Admin> => (await call<Data<Admin>>(`/api/admins/${id}`)).data
