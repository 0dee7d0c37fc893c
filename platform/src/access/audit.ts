import type { Caller } from '../api/caller.ts'
import type { Pool, PoolClient } from '../postgres/postgres.ts'

export interface AuditEntry {
  /** 'school.update': the thing and what was done to it. */
  readonly action: string
  readonly subjectId?: number
  readonly schoolId?: number | null
  /** Neither may hold a secret. */
  readonly before?: unknown
  readonly after?: unknown
}

/** Who did it: a caller, an operator's command, or somebody who is not signed in. */
export type Actor = Pick<Caller, 'id' | 'name'> & { readonly kind: Caller['kind'] | 'command' | 'nobody' }

/** In the transaction that makes the change, so that there is no change without its line and no line without its change. */
export async function audit(
  client: Pool | PoolClient,
  caller: Actor,
  requestId: string | null,
  entry: AuditEntry,
): Promise<void> {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  await client.query(
    `INSERT INTO access.audit_log (caller_kind, caller_id, caller_name, action, subject_id, school_id, before, after, request_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      caller.kind,
      caller.kind === 'command' || caller.kind === 'nobody' ? null : caller.id,
      caller.name,
      entry.action,
      entry.subjectId ?? null,
      entry.schoolId ?? null,
      json(entry.before),
      json(entry.after),
      requestId,
    ],
  )
}
