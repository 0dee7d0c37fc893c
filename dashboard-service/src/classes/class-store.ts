import { audit, type PoolClient, problems, requireVersion } from '@rollcall/platform'
import { schoolOf } from '../people/enrolments.ts'
import type { Change } from '../people/user-store.ts'
import { nextId, type RosterChanges } from '../roster-changes/roster-changes.ts'
import type { ClassChange, NewClass, SchoolClass } from './class.ts'
import { findClass } from './class-queries.ts'

/** Writes of classes. A class stays in its school. */
export class ClassStore {
  readonly #changes: RosterChanges

  constructor(changes: RosterChanges) {
    this.#changes = changes
  }

  create(change: Change, body: NewClass): Promise<SchoolClass> {
    return this.#changes.make(async (client) => {
      await schoolOf(client, body.schoolId, change.caller.schools)
      const { rows } = await client.query<{ id: number }>(
        `INSERT INTO roster.classes (id, school_id, name, year_group) VALUES (${nextId('classes')}, $1, $2, $3) RETURNING id`,
        [body.schoolId, body.name, body.yearGroup ?? null],
      )
      return told(client, change, 'class.create', rows[0]?.id ?? 0, null)
    })
  }

  change(change: Change, id: number, { name, yearGroup }: ClassChange): Promise<SchoolClass> {
    return this.#changes.make(async (client) => {
      const before = await lock(client, change, id)
      await client.query('UPDATE roster.classes SET name = $2, year_group = $3, version = version + 1 WHERE id = $1', [
        id,
        name ?? before.name,
        yearGroup === undefined ? before.yearGroup : yearGroup,
      ])
      return told(client, change, 'class.update', id, before)
    })
  }

  /** Its people stay, without a class. */
  delete(change: Change, id: number): Promise<void> {
    return this.#changes.make(async (client) => {
      const before = await lock(client, change, id)
      await client.query('UPDATE roster.users SET class_id = NULL, version = version + 1 WHERE class_id = $1', [id])
      await client.query('UPDATE roster.moves SET class_id = NULL WHERE class_id = $1', [id])
      await client.query('DELETE FROM roster.classes WHERE id = $1', [id])
      const { caller, requestId } = change
      await audit(client, caller, requestId, {
        action: 'class.delete',
        subjectId: id,
        schoolId: before.schoolId,
        before,
      })
    })
  }
}

async function lock(client: PoolClient, { caller, req }: Change, id: number): Promise<SchoolClass> {
  await client.query('SELECT FROM roster.classes WHERE id = $1 FOR UPDATE', [id])
  const found = await findClass(client, id, caller.schools)
  if (!found) throw problems.notFound('class')
  requireVersion(req, found.version)
  return found
}

async function told(client: PoolClient, change: Change, action: string, id: number, before: SchoolClass | null) {
  const after = await findClass(client, id, null)
  if (!after) throw new Error('a class that was just written is not there')
  const { caller, requestId } = change
  await audit(client, caller, requestId, { action, subjectId: id, schoolId: after.schoolId, before, after })
  return after
}
