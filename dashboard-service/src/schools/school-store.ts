import { audit, type PoolClient, problems, requireVersion } from '@rollcall/platform'
import type { Change } from '../people/user-store.ts'
import { nextId, type RosterChanges } from '../roster-changes/roster-changes.ts'
import { DEFAULTS, type NewSchool, type School, type SchoolChange } from './school.ts'
import { findSchool } from './school-list.ts'
import { changeTimeZone } from './school-zones.ts'

/** Writes of schools themselves. */
export class SchoolStore {
  readonly #changes: RosterChanges

  constructor(changes: RosterChanges) {
    this.#changes = changes
  }

  create(change: Change, body: NewSchool): Promise<School> {
    requireDistrict(change)
    return this.#changes.make(async (client) => {
      const { rows } = await client.query<{ id: number }>(
        `INSERT INTO roster.schools (id, external_id, name, opens_at, closes_at, late_after_minutes, time_zone)
         VALUES (${nextId('schools')}, $1, $2, $3, $4, $5, $6) RETURNING id`,
        [...columnsOf(body), body.timeZone],
      )
      return told(client, change, 'school.create', rows[0]?.id ?? 0, null)
    })
  }

  /** The whole school, as it is to be. */
  replace(change: Change, id: number, body: NewSchool): Promise<School> {
    return this.#update(change, id, () => body, false)
  }

  change(change: Change, id: number, body: SchoolChange): Promise<School> {
    const said = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
    return this.#update(change, id, (before) => ({ ...before, ...said }), body.timeZone !== undefined)
  }

  /** Kept for its history. Its people have to go first: that is nothing to happen by the way. */
  delete(change: Change, id: number): Promise<void> {
    requireDistrict(change)
    return this.#changes.make(async (client) => {
      const before = await lockSchool(client, change, id)
      const { rowCount } = await client.query(
        `SELECT FROM roster.users WHERE school_id = $1 AND deleted_at IS NULL
         UNION ALL SELECT FROM roster.moves WHERE school_id = $1 LIMIT 1`,
        [id],
      )
      if (rowCount) throw problems.conflict('school-not-empty', 'The school has people: move or delete them first')
      await client.query('UPDATE roster.schools SET deleted_at = now(), version = version + 1 WHERE id = $1', [id])
      await told(client, change, 'school.delete', id, before)
    })
  }

  #update(change: Change, id: number, changed: (before: NewSchool) => NewSchool, mayStay: boolean): Promise<School> {
    return this.#changes.make(async (client) => {
      const before = await lockSchool(client, change, id)
      const after = changed({ ...before, timeZoneFrom: undefined })
      if (after.timeZone !== before.timeZone || (mayStay && before.nextTimeZone))
        await changeTimeZone(client, before, after.timeZone, after.timeZoneFrom)
      await client.query(
        `UPDATE roster.schools SET external_id = $2, name = $3, opens_at = $4, closes_at = $5, late_after_minutes = $6,
           version = version + 1 WHERE id = $1`,
        [id, ...columnsOf(after)],
      )
      return told(client, change, 'school.update', id, before)
    })
  }
}

function requireDistrict({ caller }: Change): void {
  if (caller.schools !== null) throw problems.forbidden('Schools are made and deleted for the whole district')
}

/** Its row is locked: two who change it go one after the other, and the second is told. */
export async function lockSchool(client: PoolClient, { caller, req }: Change, id: number): Promise<School> {
  await client.query('SELECT FROM roster.schools WHERE id = $1 FOR UPDATE', [id])
  const school = await findSchool(client, id, caller.schools)
  if (!school || school.deletedAt) throw problems.notFound('school')
  requireVersion(req, school.version)
  return school
}

async function told(client: PoolClient, change: Change, action: string, id: number, before: School | null) {
  const after = await findSchool(client, id, null)
  if (!after) throw new Error('a school that was just written is not there')
  await audit(client, change.caller, change.requestId, { action, subjectId: id, schoolId: id, before, after })
  return after
}

function columnsOf(body: NewSchool): unknown[] {
  const { opensAt = DEFAULTS.opensAt, closesAt = DEFAULTS.closesAt } = body
  if (opensAt >= closesAt) throw problems.invalid([{ field: 'closesAt', message: 'later than the opening' }])
  return [body.externalId ?? null, body.name, opensAt, closesAt, body.lateAfterMinutes ?? DEFAULTS.lateAfterMinutes]
}
