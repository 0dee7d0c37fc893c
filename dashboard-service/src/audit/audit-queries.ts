import type { Pool } from '@rollcall/platform'

export const CALLER_KINDS = ['admin', 'token', 'command', 'nobody'] as const

export interface AuditLine {
  readonly id: number
  readonly at: Date
  readonly callerKind: (typeof CALLER_KINDS)[number]
  readonly callerId: number | null
  readonly callerName: string
  readonly action: string
  readonly subjectId: number | null
  readonly schoolId: number | null
  readonly before: unknown
  readonly after: unknown
  readonly requestId: string | null
}

export interface AuditSearch {
  readonly schools: readonly number[] | null
  readonly callerKind?: string | undefined
  readonly callerId?: number | undefined
  readonly action?: string | undefined
  readonly subjectId?: number | undefined
  readonly schoolId?: number | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Lines older than this one. */
  readonly before: number | null
  readonly limit: number
}

/** Who changed what, newest first. */
export async function searchAudit(pool: Pool, search: AuditSearch): Promise<AuditLine[]> {
  const { schools, callerKind, callerId, action, subjectId, schoolId, from, to, before, limit } = search
  const { rows } = await pool.query<AuditLine>(
    `SELECT id, at, caller_kind AS "callerKind", caller_id AS "callerId", caller_name AS "callerName", action,
       subject_id AS "subjectId", school_id AS "schoolId", before, after, request_id AS "requestId"
     FROM access.audit_log
     WHERE ($1::int[] IS NULL OR school_id = ANY ($1))
       AND ($2::text IS NULL OR caller_kind = $2) AND ($3::int IS NULL OR caller_id = $3)
       AND ($4::text IS NULL OR action = $4 OR starts_with(action, $4 || '.'))
       AND ($5::bigint IS NULL OR subject_id = $5) AND ($6::int IS NULL OR school_id = $6)
       AND ($7::timestamptz IS NULL OR at >= $7) AND ($8::timestamptz IS NULL OR at < $8)
       AND ($9::bigint IS NULL OR id < $9)
     ORDER BY id DESC LIMIT $10`,
    [schools, callerKind, callerId, action, subjectId, schoolId, from, to, before, limit],
  )
  return rows
}

const LINES_AT_ONCE = 1_000

/** All that fit, newest first, a page at a time: what is added meanwhile is newer than where one has begun. */
export async function* allOfAudit(
  pool: Pool,
  search: Omit<AuditSearch, 'before' | 'limit'>,
): AsyncGenerator<AuditLine> {
  let before: number | null = null
  for (;;) {
    const lines: AuditLine[] = await searchAudit(pool, { ...search, before, limit: LINES_AT_ONCE })
    yield* lines
    const last = lines.at(-1)
    if (!last || lines.length < LINES_AT_ONCE) return
    before = last.id
  }
}
