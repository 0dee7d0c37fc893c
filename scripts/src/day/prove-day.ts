import type { Pool } from '@rollcall/platform'
import { COUNTED } from '../simulator/person-day.ts'
import type { Acknowledged } from './acknowledged.ts'
import { compareSchool, type StoredCounts, type StoredEvent } from './compare-school.ts'
import type { DayPlan } from './day-plan.ts'
import type { PlayedSchool } from './schools.ts'

const SCHOOLS_AT_ONCE = 3

const EVENTS = `
  SELECT user_id, date_part('epoch', at) * 1000, type = 'checkout'
  FROM attendance.events WHERE school_id = $1 ORDER BY user_id, at, type`
const DAYS = `
  SELECT local_date AS "localDate", closed_at IS NOT NULL AS closed, ${COUNTED.join()}
  FROM attendance.school_days WHERE school_id = $1 ORDER BY events DESC`

export interface Findings {
  stored: number
  lost: number
  unknown: number
  readonly wrong: string[]
}

/** Reads everything that is stored, school by school, and compares it with what the simulator knows. */
export async function proveDay(
  pool: Pool,
  plan: DayPlan,
  acknowledged: Acknowledged,
  told: (schools: number) => void,
): Promise<Findings> {
  const findings: Findings = { stored: 0, lost: 0, unknown: 0, wrong: [] }
  const waiting = [...plan.schools]
  let done = 0
  const work = async () => {
    for (let school = waiting.pop(); school; school = waiting.pop()) {
      const { stored, lost, unknown, wrong } = compareSchool(plan, acknowledged, school, await read(pool, school))
      findings.stored += stored
      findings.lost += lost
      findings.unknown += unknown
      findings.wrong.push(...wrong)
      done += 1
      told(done)
    }
  }
  await Promise.all(Array.from({ length: SCHOOLS_AT_ONCE }, work))
  return findings
}

async function read(pool: Pool, school: PlayedSchool) {
  const events = await pool.query<StoredEvent & unknown[]>({ text: EVENTS, values: [school.id], rowMode: 'array' })
  const days = await pool.query<StoredCounts>(DAYS, [school.id])
  return { events: events.rows, days: days.rows }
}
