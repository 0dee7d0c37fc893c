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

/** Which of the others it is, is not told: it may not be the caller's to see. */
function taken(error: unknown): unknown {
  const detail = TAKEN[(error as { constraint?: string }).constraint ?? '']
  return detail ? problems.conflict('already-there', detail) : error
}
