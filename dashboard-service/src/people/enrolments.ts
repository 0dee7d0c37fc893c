import { addDays } from '@rollcall/domain'
import { type PoolClient, problems } from '@rollcall/platform'

const wrong = (field: string, message: string) => problems.notPossible([{ field, message }])

/** A school that the caller may put people into, and its date. */
export async function schoolOf(
  client: PoolClient,
  id: number,
  schools: readonly number[] | null,
): Promise<{ today: string }> {
  const { rows } = await client.query<{ today: string }>(
    `SELECT (now() AT TIME ZONE time_zone)::date AS today FROM roster.schools
     WHERE id = $1 AND deleted_at IS NULL AND ($2::int[] IS NULL OR id = ANY($2))
     FOR KEY SHARE`,
    [id, schools],
  )
  if (!rows[0]) throw wrong('schoolId', 'there is no such school')
  return rows[0]
}

export async function requireClass(client: PoolClient, classId: number | null, schoolId: number): Promise<void> {
  if (classId === null) return
  const { rowCount } = await client.query('SELECT FROM roster.classes WHERE id = $1 AND school_id = $2 FOR KEY SHARE', [
    classId,
    schoolId,
  ])
  if (!rowCount) throw wrong('classId', 'the school has no such class')
}

export async function enrol(client: PoolClient, userId: number, schoolId: number, from: string): Promise<void> {
  await client.query('INSERT INTO roster.enrolments (user_id, school_id, from_date) VALUES ($1, $2, $3)', [
    userId,
    schoolId,
    from,
  ])
}

export interface Move {
  readonly userId: number
  readonly from: { readonly schoolId: number; readonly today: string }
  readonly to: { readonly schoolId: number; readonly today: string; readonly classId: number | null }
  /** The first day there. */
  readonly on: string | undefined
}

/**
 * To another school from a day that has begun at neither of the two: what is recorded already stays where it is. A move that
 * had not begun is replaced.
 */
export async function move(client: PoolClient, { userId, from, to, on }: Move): Promise<'begun' | 'planned'> {
  const [, today = to.today] = [from.today, to.today].sort()
  if (on !== undefined && on <= today) throw wrong('from', `a move begins on a day to come, after ${today}`)
  const day = on ?? addDays(today, 1)
  await forgetMove(client, userId)
  await client.query('UPDATE roster.enrolments SET to_date = $2::date - 1 WHERE user_id = $1 AND to_date IS NULL', [
    userId,
    day,
  ])
  await enrol(client, userId, to.schoolId, day)
  const { rowCount: enrolledBefore } = await client.query(
    'SELECT FROM roster.enrolments WHERE user_id = $1 AND to_date = $2::date - 1',
    [userId, day],
  )
  // Who has not begun anywhere belongs to the new school at once.
  if (!enrolledBefore) return 'begun'
  await client.query('INSERT INTO roster.moves (user_id, school_id, class_id, from_date) VALUES ($1, $2, $3, $4)', [
    userId,
    to.schoolId,
    to.classId,
    day,
  ])
  return 'planned'
}

/** As if nothing had been said of another school: enrolments to come are gone, the present one is open again. */
export async function forgetMove(client: PoolClient, userId: number): Promise<void> {
  await client.query('DELETE FROM roster.moves WHERE user_id = $1', [userId])
  const { rows } = await client.query<{ from: string }>(
    `DELETE FROM roster.enrolments e USING roster.schools s
     WHERE s.id = e.school_id AND e.user_id = $1 AND e.from_date > (now() AT TIME ZONE s.time_zone)::date
     RETURNING e.from_date AS "from"`,
    [userId],
  )
  for (const { from } of rows)
    await client.query('UPDATE roster.enrolments SET to_date = NULL WHERE user_id = $1 AND to_date = $2::date - 1', [
      userId,
      from,
    ])
}

/** Today is the last day; what was to come does not. */
export async function endEnrolment(client: PoolClient, userId: number, today: string): Promise<void> {
  await forgetMove(client, userId)
  await client.query(
    'UPDATE roster.enrolments SET to_date = $2 WHERE user_id = $1 AND (to_date IS NULL OR to_date > $2)',
    [userId, today],
  )
}
