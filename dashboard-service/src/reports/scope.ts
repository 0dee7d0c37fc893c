import { type Caller, type Pool, problems, sees } from '@rollcall/platform'

export type ScopeKind = 'school' | 'class' | 'user' | 'district'

/** Whom a report is about, as far as the caller sees them. */
export interface Scope {
  readonly kind: ScopeKind
  readonly id: number | null
  readonly name: string
  /** null: all of them. */
  readonly schools: readonly number[] | null
  readonly classId?: number
  readonly userId?: number
}

/** What is out of the caller's sight is a 404, as if it were not there. */
export class Scopes {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async find(caller: Caller, kind: ScopeKind, id: number | null): Promise<Scope> {
    if (kind === 'district' || id === null)
      return { kind: 'district', id: null, name: 'District', schools: caller.schools }
    const found = await FIND[kind](this.#pool, caller, id)
    if (!found) throw problems.notFound(kind === 'user' ? 'person' : kind)
    return found
  }

  /** Of a report that takes `school` or `class`, or neither. */
  of(caller: Caller, query: { school?: number | undefined; class?: number | undefined }): Promise<Scope> {
    if (query.class !== undefined) return this.find(caller, 'class', query.class)
    return this.find(caller, query.school === undefined ? 'district' : 'school', query.school ?? null)
  }
}

type Find = (pool: Pool, caller: Caller, id: number) => Promise<Scope | undefined>
const FIND: Record<Exclude<ScopeKind, 'district'>, Find> = {
  async school(pool, caller, id) {
    if (!sees(caller, id)) return undefined
    const { rows } = await pool.query<{ name: string }>(
      'SELECT name FROM roster.schools WHERE id = $1 AND deleted_at IS NULL',
      [id],
    )
    return rows[0] && { kind: 'school', id, name: rows[0].name, schools: [id] }
  },
  async class(pool, caller, id) {
    const { rows } = await pool.query<{ name: string; schoolId: number }>(
      'SELECT name, school_id AS "schoolId" FROM roster.classes WHERE id = $1',
      [id],
    )
    const [row] = rows
    if (!row || !sees(caller, row.schoolId)) return undefined
    return { kind: 'class', id, name: row.name, schools: [row.schoolId], classId: id }
  },
  async user(pool, caller, id) {
    const { rows } = await pool.query<{ name: string; schools: number[] }>(
      `SELECT name, ARRAY(SELECT school_id FROM roster.enrolments WHERE user_id = $1 UNION SELECT person.school_id) AS schools
       FROM roster.users person WHERE id = $1`,
      [id],
    )
    const schools = rows[0]?.schools.filter((school) => sees(caller, school)) ?? []
    if (!rows[0] || schools.length === 0) return undefined
    return { kind: 'user', id, name: rows[0].name, schools, userId: id }
  },
}
