import { audit, type Caller, type PoolClient, problems, requireVersion } from '@rollcall/platform'
import type { Request } from 'express'
import { nextId, type RosterChanges } from '../roster-changes/roster-changes.ts'
import { endEnrolment, enrol, forgetMove, move, requireClass, schoolOf } from './enrolments.ts'
import type { NewUser, User, UserChange } from './user.ts'
import { findUser } from './user-queries.ts'

/** Who changes something, and by which request. */
export interface Change {
  readonly caller: Caller
  readonly requestId: string
  readonly req: Request
}

/** Writes of people. */
export class UserStore {
  readonly #changes: RosterChanges

  constructor(changes: RosterChanges) {
    this.#changes = changes
  }

  create(change: Change, body: NewUser): Promise<User> {
    return this.#changes.make(async (client) => {
      const { today } = await schoolOf(client, body.schoolId, change.caller.schools)
      await requireClass(client, body.classId ?? null, body.schoolId)
      const { rows } = await client.query<{ id: number }>(
        `INSERT INTO roster.users (id, school_id, external_id, name, email, kind, class_id, year_group)
         VALUES (${nextId('users')}, $1, $2, $3, $4, $5, $6, $7) RETURNING id`,
        [body.schoolId, ...columnsOf(body)],
      )
      const id = rows[0]?.id ?? 0
      await enrol(client, id, body.schoolId, body.from ?? today)
      return this.#told(client, change, 'user.create', id, null)
    })
  }

  /** The whole person, as it is to be. */
  replace(change: Change, id: number, body: NewUser): Promise<User> {
    return this.#update(change, id, () => ({ ...body, kind: body.kind ?? 'student' }), false)
  }

  change(change: Change, id: number, body: UserChange): Promise<User> {
    return this.#update(change, id, (before) => ({ ...before, ...given(body) }), body.schoolId !== undefined)
  }

  delete(change: Change, id: number): Promise<void> {
    return this.#changes.make(async (client) => {
      const before = await this.#lock(client, change, id)
      const { today } = await schoolOf(client, before.schoolId, null)
      await endEnrolment(client, id, today)
      await client.query('UPDATE roster.users SET deleted_at = now(), version = version + 1 WHERE id = $1', [id])
      await this.#told(client, change, 'user.delete', id, before)
    })
  }

  #update(change: Change, id: number, changed: (before: NewUser) => NewUser, mayStay: boolean): Promise<User> {
    return this.#changes.make(async (client) => {
      const before = await this.#lock(client, change, id)
      const own = await client.query<{ yearGroup: string | null }>(
        'SELECT year_group AS "yearGroup" FROM roster.users WHERE id = $1',
        [id],
      )
      const after = changed({ ...before, yearGroup: own.rows[0]?.yearGroup ?? null, from: undefined })
      const place = await this.#place(client, change, before, after)
      if (after.schoolId === before.schoolId && mayStay && before.move) await forgetMove(client, id)
      await requireClass(client, place.classId, place.schoolId)
      await client.query(
        `UPDATE roster.users SET school_id = $2, external_id = $3, name = $4, email = $5, kind = $6, class_id = $7,
           year_group = $8, version = version + 1 WHERE id = $1`,
        [id, place.schoolId, ...columnsOf({ ...after, classId: place.classId })],
      )
      return this.#told(client, change, 'user.update', id, before)
    })
  }

  /** Where the person is from now on. The school and the class of a move that is to come begin with it. */
  async #place(
    client: PoolClient,
    { caller }: Change,
    before: User,
    after: NewUser,
  ): Promise<{ schoolId: number; classId: number | null }> {
    const classId = after.classId ?? null
    if (after.schoolId === before.schoolId) return { schoolId: before.schoolId, classId }
    const to = await schoolOf(client, after.schoolId, caller.schools)
    const from = await schoolOf(client, before.schoolId, null)
    // One that was not said is the old school's.
    const there = { schoolId: after.schoolId, classId: classId === before.classId ? null : classId }
    await requireClass(client, there.classId, there.schoolId)
    const moved = await move(client, {
      userId: before.id,
      from: { schoolId: before.schoolId, ...from },
      to: { ...there, ...to },
      on: after.from,
    })
    return moved === 'begun' ? there : { schoolId: before.schoolId, classId: before.classId }
  }

  async #lock(client: PoolClient, { caller, req }: Change, id: number): Promise<User> {
    await client.query('SELECT FROM roster.users WHERE id = $1 FOR UPDATE', [id])
    const user = await findUser(client, id, caller.schools)
    if (!user || user.deletedAt) throw problems.notFound('user')
    requireVersion(req, user.version)
    return user
  }

  async #told(client: PoolClient, change: Change, action: string, id: number, before: User | null): Promise<User> {
    const after = await findUser(client, id, null)
    if (!after) throw new Error('a person who was just written is not there')
    const { caller, requestId } = change
    await audit(client, caller, requestId, { action, subjectId: id, schoolId: after.schoolId, before, after })
    return after
  }
}

const columnsOf = (body: Omit<NewUser, 'schoolId'>) => [
  body.externalId ?? null,
  body.name,
  body.email ?? null,
  body.kind ?? 'student',
  body.classId ?? null,
  body.yearGroup ?? null,
]

/** Fields that were said: undefined is none of them, null empties one. */
const given = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields
