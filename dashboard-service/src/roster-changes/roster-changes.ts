import { type ChangeNotice, inTransaction, type Pool, type PoolClient, problems, sqlState } from '@rollcall/platform'

const UNIQUE_VIOLATION = '23505'

/** Writes to schools, classes and people: one transaction each, with its lines of the audit log, and then a word to the edge. */
export class RosterChanges {
  readonly #pool: Pool
  readonly #notice: ChangeNotice

  constructor(pool: Pool, notice: ChangeNotice) {
    this.#pool = pool
    this.#notice = notice
  }

  async make<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    try {
      const result = await inTransaction(this.#pool, work)
      this.#notice.tell()
      return result
    } catch (error) {
      throw sqlState(error) === UNIQUE_VIOLATION ? taken(error) : error
    }
  }
}

const TAKEN: Record<string, string> = {
  users_external_id: 'There is somebody with this external id already, perhaps among the deleted',
  schools_external_id: 'There is a school with this external id already, perhaps among the deleted',
  classes_school_id_name_key: 'The school has a class of this name already',
}

const COUNTED = ['users_pkey', 'schools_pkey', 'classes_pkey']

/** SQL for the next id of a table; rows that came by SQL with ids of their own have not moved its sequence on. */
export const nextId = (table: 'users' | 'schools' | 'classes'): string => {
  const sequence = `pg_get_serial_sequence('roster.${table}', 'id')`
  return `setval(${sequence}, greatest(nextval(${sequence}), (SELECT coalesce(max(id), 0) + 1 FROM roster.${table})))`
}

/** Which of the others it is, is not told: it may not be the caller's to see. */
function taken(error: unknown): unknown {
  const { constraint = '' } = error as { constraint?: string }
  // Two at once, and both the first to find the sequence behind.
  if (COUNTED.includes(constraint)) return problems.unavailable('Somebody else was given the same id')
  const detail = TAKEN[constraint]
  return detail ? problems.conflict('already-there', detail) : error
}
