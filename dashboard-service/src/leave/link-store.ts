import { audit, type Caller, inTransaction, type Pool, Problem, problems, sqlState } from '@rollcall/platform'

const UNIQUE_VIOLATION = '23505'

export interface Link {
  readonly employeeId: number
  /** null: nobody of ours. */
  readonly userId: number | null
  readonly how: string
}

/** Who an employee is, set by hand. The next sync excuses and counts by it. */
export class LinkStore {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  set(caller: Caller, requestId: string, employeeId: number, userId: number | null): Promise<Link> {
    return inTransaction(this.#pool, async (client) => {
      const { rows } = await client.query<{ before: number | null; employee: boolean; school: number | null }>(
        `SELECT (SELECT user_id FROM leave.links WHERE employee_id = $1) AS before,
           EXISTS (SELECT FROM dbo.employees WHERE employee_id = $1) AS employee,
           (SELECT school_id FROM roster.users WHERE id = $2) AS school`,
        [employeeId, userId],
      )
      const [known] = rows
      if (!known?.employee) throw problems.notFound('employee')
      if (userId !== null && known.school === null)
        throw problems.invalid([{ field: 'userId', message: 'there is no such person' }])
      // Whom a rule took for this person is somebody else, then.
      await client.query(`DELETE FROM leave.links WHERE user_id = $1 AND employee_id <> $2 AND how <> 'hand'`, [
        userId,
        employeeId,
      ])
      await client.query(
        `INSERT INTO leave.links (employee_id, user_id, how) VALUES ($1, $2, 'hand')
         ON CONFLICT (employee_id) DO UPDATE SET user_id = excluded.user_id, how = 'hand', linked_at = now()`,
        [employeeId, userId],
      )
      await audit(client, caller, requestId, {
        ...{ action: 'employee.link', subjectId: employeeId, schoolId: known.school },
        ...{ before: { userId: known.before }, after: { userId } },
      })
      return { employeeId, userId, how: 'hand' }
    }).catch((error) => {
      if (sqlState(error) === UNIQUE_VIOLATION)
        throw new Problem(409, 'already-linked', 'This person is linked to another employee by hand')
      throw error
    })
  }

  /** Back to the rules: the next sync looks for them again. */
  remove(caller: Caller, requestId: string, employeeId: number): Promise<void> {
    return inTransaction(this.#pool, async (client) => {
      const { rows } = await client.query<{ userId: number | null }>(
        `DELETE FROM leave.links WHERE employee_id = $1 AND how = 'hand' RETURNING user_id AS "userId"`,
        [employeeId],
      )
      const [before] = rows
      if (!before) throw problems.notFound('link by hand')
      await audit(client, caller, requestId, { action: 'employee.unlink', subjectId: employeeId, before })
    })
  }
}
