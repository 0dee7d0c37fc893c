import { type Correction, type DayEvent, fold, isFever, isPresent, type SchoolHours } from '@rollcall/domain'
import type { Pool } from '@rollcall/platform'
import { FoldedFrom } from '../folded-from.ts'

/** What the ledger keeps beside events and corrections, in a form that can be compared. */
export interface Kept {
  people: Record<string, unknown>
  schools: Record<string, unknown>
  fevers: string[]
}

const ms = (column: string) => `(date_part('epoch', ${column}) * 1000)::float8`

export async function kept(pool: Pool): Promise<Kept> {
  const people = await pool.query(
    `SELECT local_date || ' ' || user_id AS key, school_id, came, present, ${ms('first_in')} AS first_in,
            ${ms('last_out')} AS last_out, inside_ms, ${ms('inside_since')} AS inside_since, highest_temperature, flags,
            mark, events, encode(folded_from, 'hex') AS folded_from
     FROM attendance.user_days`,
  )
  const schools = await pool.query(
    `SELECT local_date || ' ' || school_id AS key, came, present, inside, late, fevers, events FROM attendance.school_days`,
  )
  const fevers = await pool.query(
    `SELECT concat_ws(' ', school_id, local_date, user_id, ${ms('at')}, type, temperature::float8) AS line
     FROM attendance.fever_events`,
  )
  return {
    people: byKey(people.rows),
    schools: byKey(schools.rows),
    fevers: fevers.rows.map(({ line }) => line).sort(),
  }
}

const byKey = (rows: { key: string }[]) => Object.fromEntries(rows.map(({ key, ...row }) => [key, row]))

/**
 * The same, computed the plainest way there is: person by person, from events, corrections and closing. Which school keeps a
 * person's date is taken from its row, as nothing else says it when two schools recorded the person.
 */
export async function computed(pool: Pool): Promise<Kept> {
  const days = new Map<string, { userId: number; localDate: string; events: DayEvent[]; corrections: Correction[] }>()
  const dayOf = (userId: number, localDate: string) => {
    const key = `${localDate} ${userId}`
    const day = days.get(key) ?? { userId, localDate, events: [], corrections: [] }
    days.set(key, day)
    return day
  }
  const events = await pool.query(
    `SELECT user_id, local_date, ${ms('at')} AS at, type, temperature FROM attendance.events`,
  )
  for (const { user_id, local_date, ...event } of events.rows) dayOf(user_id, local_date).events.push(event)
  const corrections = await pool.query(
    `SELECT id, user_id, local_date, kind, status, undoes, ${ms('target_at')} AS target_at, target_type, ${ms('at')} AS at,
            type, temperature
     FROM attendance.corrections`,
  )
  for (const row of corrections.rows)
    dayOf(row.user_id, row.local_date).corrections.push({
      ...row,
      target: { at: row.target_at, type: row.target_type },
      event: { at: row.at, type: row.type, temperature: row.temperature },
    })
  const keepers = await pool.query(`SELECT local_date || ' ' || user_id AS key, school_id FROM attendance.user_days`)
  const keeperOf = new Map<string, number>(keepers.rows.map(({ key, school_id }) => [key, school_id]))
  const hoursOf = new Map<string, SchoolHours>()
  const result: Kept = { people: {}, schools: {}, fevers: [] }
  const schools = await pool.query(
    `SELECT local_date || ' ' || school_id AS key, ${ms('late_after')} AS late, ${ms('closes_at')} AS closes,
            closed_at IS NOT NULL AS closed
     FROM attendance.school_days`,
  )
  const counts = new Map<string, Record<string, number>>()
  for (const { key, late, closes, closed } of schools.rows) {
    hoursOf.set(key, { lateAfter: late, closesAt: closes, closed })
    counts.set(key, { came: 0, present: 0, inside: 0, late: 0, fevers: 0, events: 0 })
  }
  for (const [key, { userId, localDate, events, corrections }] of days) {
    const schoolId = keeperOf.get(key)
    const hours = hoursOf.get(`${localDate} ${schoolId}`)
    const count = counts.get(`${localDate} ${schoolId}`)
    if (!hours || !count) throw new Error(`nobody keeps ${key}`)
    const day = fold(events, corrections, hours)
    const present = isPresent(day)
    result.people[key] = {
      school_id: schoolId,
      came: day.came,
      present,
      first_in: day.firstIn,
      last_out: day.lastOut,
      inside_ms: day.insideMs,
      inside_since: day.insideSince,
      highest_temperature: day.highestTemperature,
      flags: day.flags,
      mark: day.mark,
      events: day.events,
      folded_from: new FoldedFrom(localDate).encode(events).toString('hex'),
    }
    for (const [what, is] of Object.entries({
      came: day.came,
      present,
      inside: day.insideSince !== null,
      late: day.flags.includes('late'),
      fevers: day.fever,
      events: day.events,
    }))
      count[what] = (count[what] ?? 0) + Number(is)
    for (const event of readings(events, corrections))
      if (isFever(event.temperature))
        result.fevers.push([schoolId, localDate, userId, event.at, event.type, event.temperature].join(' '))
  }
  for (const [key, count] of counts) result.schools[key] = count
  result.fevers.sort()
  return result
}

/** What stands of a person's readings: corrections one after the other, those undone left out. */
function readings(events: readonly DayEvent[], corrections: readonly Correction[]): DayEvent[] {
  const inOrder = [...corrections].sort((a, b) => a.id - b.id)
  const stands = (correction: Correction): boolean =>
    !inOrder.some((later) => later.kind === 'undo' && later.undoes === correction.id && stands(later))
  let standing = [...events]
  const without = (key: { at: number; type: string }) =>
    standing.filter((event) => event.at !== key.at || event.type !== key.type)
  for (const correction of inOrder.filter(stands)) {
    if (correction.kind === 'void' || correction.kind === 'amend') standing = without(correction.target)
    if (correction.kind === 'add' || correction.kind === 'amend')
      standing = [...without(correction.event), correction.event]
  }
  return standing
}

/** Everything kept is what events, corrections and closings make it. */
export async function expectRight(pool: Pool): Promise<void> {
  expect(await kept(pool)).toEqual(await computed(pool))
}
