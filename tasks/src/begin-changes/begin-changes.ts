import { inTransaction, type Pool } from '@rollcall/platform'
import { z } from 'zod'
import type { Task } from '../runs/task.ts'

// A date that either of the two zones has reached: where the old one is ahead, the new one still says the date before, which
// goes on until the new zone's midnight.
const ZONES = `
  WITH due AS (
    UPDATE roster.school_zones z SET begun = true FROM roster.schools s
    WHERE s.id = z.school_id AND NOT z.begun
      AND z.from_date <= greatest(($1 AT TIME ZONE s.time_zone)::date, ($1 AT TIME ZONE z.time_zone)::date)
    RETURNING z.school_id, z.from_date, z.time_zone)
  UPDATE roster.schools s SET time_zone = last.time_zone, version = version + 1
  FROM (SELECT DISTINCT ON (school_id) * FROM due ORDER BY school_id, from_date DESC) AS last WHERE s.id = last.school_id`

const MOVES = `
  WITH due AS (
    DELETE FROM roster.moves m USING roster.schools s
    WHERE s.id = m.school_id AND m.from_date <= ($1 AT TIME ZONE s.time_zone)::date
    RETURNING m.user_id, m.school_id, m.class_id)
  UPDATE roster.users u SET school_id = due.school_id, class_id = due.class_id, version = version + 1
  FROM due WHERE u.id = due.user_id`

/** Where enrolments and dates are asked for, a change holds by itself from its day on; here the present is brought up to it. */
export function beginChanges(pool: Pool): Task {
  return {
    name: 'begin-changes',
    about: 'moves people to their new schools and schools to their new time zones when the day has come',
    schedule: '* * * * *',
    options: z.object({}),
    run: (_options, now) =>
      inTransaction(pool, async (client) => {
        const zones = await client.query(ZONES, [now])
        const moves = await client.query(MOVES, [now])
        return { zones: zones.rowCount ?? 0, moves: moves.rowCount ?? 0 }
      }),
  }
}
