import type { LocalDate } from '@rollcall/domain'
import { inTransaction, type Pool, type PoolClient } from '@rollcall/platform'

/** What was done about somebody's fever on a date. A field that is left out stays as it is; null takes it back. */
export interface FeverFollowUp {
  readonly userId: number
  readonly localDate: LocalDate
  readonly recheck?: number | null | undefined
  readonly recheckAt?: Date | null | undefined
  readonly calledAt?: Date | null | undefined
  readonly pickedUpAt?: Date | null | undefined
  readonly owner?: string | null | undefined
}

export type FollowedUp = (client: PoolClient, before: Record<string, unknown> | null) => Promise<void>

const COLUMNS = {
  recheck: 'recheck',
  recheckAt: 'recheck_at',
  calledAt: 'called_at',
  pickedUpAt: 'picked_up_at',
  owner: 'owner',
} as const

/** Answers with the version; undefined when this person had no fever that day. */
export const followUpFever = (
  pool: Pool,
  followUp: FeverFollowUp,
  alongside?: FollowedUp,
): Promise<number | undefined> =>
  inTransaction(pool, async (client) => {
    const key = [followUp.userId, followUp.localDate]
    const fever = await client.query(
      'SELECT FROM attendance.fever_events WHERE user_id = $1 AND local_date = $2 LIMIT 1',
      key,
    )
    if (!fever.rowCount) return undefined
    const made = await client.query(
      'INSERT INTO attendance.fever_follow_ups (user_id, local_date) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      key,
    )
    const { rows } = await client.query<{ before: Record<string, unknown> }>(
      `SELECT to_jsonb(known) AS before FROM attendance.fever_follow_ups known
       WHERE user_id = $1 AND local_date = $2 FOR UPDATE`,
      key,
    )
    const values: unknown[] = [...key]
    const sets: string[] = []
    for (const [field, column] of Object.entries(COLUMNS) as [keyof typeof COLUMNS, string][]) {
      if (followUp[field] === undefined) continue
      values.push(followUp[field])
      sets.push(`${column} = $${values.length}`)
    }
    const changed = await client.query<{ version: number }>(
      `UPDATE attendance.fever_follow_ups SET ${[...sets, 'version = version + 1'].join(', ')}
       WHERE user_id = $1 AND local_date = $2 RETURNING version`,
      values,
    )
    await alongside?.(client, made.rowCount ? null : (rows[0]?.before ?? null))
    return changed.rows[0]?.version
  })
