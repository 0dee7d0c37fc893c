import type { Pool } from '@rollcall/platform'

/** Twice what it takes until the next sync, with room for a slow one. */
const FRESH_SECONDS = 120

export interface SyncStatus {
  /** When the HR system last told us everything: what all numbers of leave speak of. */
  readonly asOf: Date | null
  readonly ageSeconds: number | null
  readonly isFresh: boolean
  readonly changedAt: Date | null
  readonly triedAt: Date | null
  /** null: the last sync was good. */
  readonly lastFailure: { at: Date; kind: string; detail: string } | null
  readonly leaves: number
  readonly employees: number
  readonly rejected: number
  readonly unlinked: number
  /** Dates of which the HR system has more leave than it gives. */
  readonly incompleteDates: readonly string[]
}

export interface Reject {
  readonly windowFrom: string
  readonly hash: string
  readonly leaveId: string | null
  readonly reasons: readonly string[]
  readonly seenAt: Date
}

export interface Unlinked {
  readonly id: number
  readonly empId: string | null
  readonly name: string
  readonly email: string | null
}

export class SyncStatusQueries {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async status(): Promise<SyncStatus> {
    const { rows } = await this.#pool.query<Record<string, never>>(
      `SELECT good_at AS "asOf", date_part('epoch', now() - good_at)::int AS "ageSeconds", changed_at AS "changedAt",
         tried_at AS "triedAt", failed_at, failure, failure_detail, incomplete::text[] AS "incompleteDates",
         (SELECT count(*) FROM dbo.employee_leaves WHERE vanished_at IS NULL) AS leaves,
         (SELECT count(*) FROM dbo.employees) AS employees, (SELECT count(*) FROM leave.rejects) AS rejected,
         (SELECT count(*) FROM dbo.employees e WHERE NOT EXISTS (
            SELECT FROM leave.links WHERE links.employee_id = e.employee_id)) AS unlinked
       FROM leave.sync`,
    )
    const [row] = rows
    if (!row) throw new Error('leave.sync has lost its row')
    const { failed_at: at, failure: kind, failure_detail: detail, ...status } = row
    return {
      ...(status as unknown as SyncStatus),
      isFresh: status.ageSeconds !== null && Number(status.ageSeconds) <= FRESH_SECONDS,
      lastFailure: kind === null ? null : { at: at as unknown as Date, kind: String(kind), detail: String(detail) },
    }
  }

  /** Changes whenever an answer about leave might. */
  async edition(): Promise<string> {
    const { rows } = await this.#pool.query<{ edition: string }>(
      `SELECT concat_ws(' ', version, (SELECT max(linked_at) FROM leave.links), (SELECT count(*) FROM leave.links)) AS edition
       FROM leave.sync`,
    )
    return rows[0]?.edition ?? ''
  }

  async rejects(page: { after: readonly [string, string] | null; limit: number }): Promise<Reject[]> {
    const { rows } = await this.#pool.query<Reject>(
      `SELECT window_from AS "windowFrom", hash::text, leave_id AS "leaveId", reasons, seen_at AS "seenAt"
       FROM leave.rejects WHERE $1::date IS NULL OR (window_from, hash) > ($1, $2::uuid)
       ORDER BY window_from, hash LIMIT $3`,
      [page.after?.[0] ?? null, page.after?.[1] ?? null, page.limit],
    )
    return rows
  }

  /** Employees of whom we do not know who they are; those set to nobody by hand are not among them. */
  async unlinked(page: { after: number; limit: number }): Promise<Unlinked[]> {
    const { rows } = await this.#pool.query<Unlinked>(
      `SELECT employee_id AS id, emp_id AS "empId", concat_ws(' ', first_name, middle_name, last_name) AS name, email
       FROM dbo.employees e
       WHERE employee_id > $1 AND NOT EXISTS (SELECT FROM leave.links WHERE links.employee_id = e.employee_id)
       ORDER BY employee_id LIMIT $2`,
      [page.after, page.limit],
    )
    return rows
  }
}
