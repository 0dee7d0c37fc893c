import type { Pool } from '@rollcall/platform'

export interface StoredEvent {
  readonly id: string
  readonly userId: number
  readonly type: 'checkin' | 'checkout'
  readonly at: number
  readonly localDate: string
}

export async function storedEvents(pool: Pool, userId?: number): Promise<StoredEvent[]> {
  const { rows } = await pool.query<{ userId: number; type: 'checkin' | 'checkout'; at: Date; localDate: string }>(
    `SELECT user_id AS "userId", type, at, local_date AS "localDate" FROM attendance.events
     WHERE $1::int IS NULL OR user_id = $1 ORDER BY at, type, user_id`,
    [userId ?? null],
  )
  return rows.map(({ userId: user, type, at, localDate }) => ({
    id: `${user}-${type === 'checkin' ? 'i' : 'o'}${at.getTime()}`,
    userId: user,
    type,
    at: at.getTime(),
    localDate,
  }))
}

export async function userDay(pool: Pool, userId: number) {
  const { rows } = await pool.query(
    `SELECT came, present, inside_ms AS "insideMs", inside_since AS "insideSince", flags, events,
       highest_temperature AS "highestTemperature", first_in AS "firstIn", last_out AS "lastOut"
     FROM attendance.user_days WHERE user_id = $1 ORDER BY local_date DESC LIMIT 1`,
    [userId],
  )
  return rows[0]
}

/** Sums of all schools' counters. */
export async function counters(pool: Pool) {
  const { rows } = await pool.query(
    `SELECT coalesce(sum(came), 0)::int AS came, coalesce(sum(inside), 0)::int AS inside,
       coalesce(sum(fevers), 0)::int AS fevers, coalesce(sum(events), 0)::int AS events FROM attendance.school_days`,
  )
  return rows[0]
}
