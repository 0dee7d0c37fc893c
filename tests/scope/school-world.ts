import { type AttendanceRecord, eventId } from '@rollcall/domain'
import { Ledger } from '@rollcall/ledger'
import { type Collection, type DeadLetter, hashPassword, ObjectId, type Pool } from '@rollcall/platform'

/**
 * Ids of everything that one school has, as requests name them. A route about a new kind of thing adds one here, and the rows
 * for it below: with ids from `base` on and `word` in every name.
 */
export interface Things {
  readonly school: number
  readonly class: number
  readonly user: number
  readonly admin: number
  readonly invited: number
  readonly key: number
  readonly attendance: string
  readonly correction: number
  readonly employee: number
  readonly import: number
  readonly letter: string
  readonly task: string
  readonly request: number
  /** A date on which something happened. */
  readonly date: string
}

const DAY_MS = 24 * 3_600_000
const PEOPLE = 12
/** Of a password that nobody needs. */
const HASH = hashPassword('a long sentence is good')

/** A school with people, a day, admins, keys and lines of the audit log. It is in UTC, and open all day: the test runs at any time. */
export async function makeSchool(
  { pool, letters }: { pool: Pool; letters: Collection<DeadLetter> },
  base: number,
  word: string,
): Promise<Things> {
  const school = base + 1
  const user = base + 100
  const day = new Date(Date.now() - DAY_MS)
  const date = day.toISOString().slice(0, 10)
  const at = Date.parse(`${date}T09:00:00Z`)
  const run = (sql: string, ...values: unknown[]) => pool.query(sql, values)
  await run(
    `INSERT INTO roster.schools (id, name, time_zone, opens_at, closes_at) VALUES ($1, $2, 'UTC', '00:01', '23:59')`,
    school,
    `${word} school`,
  )
  await run(`INSERT INTO roster.calendars (school_id, weekdays) VALUES ($1, '{1,2,3,4,5,6,7}')`, school)
  await run(
    'INSERT INTO roster.holidays (school_id, date, name) VALUES ($1, $2, $3)',
    school,
    '2026-01-01',
    `${word} day`,
  )
  await run('INSERT INTO roster.classes (id, school_id, name) VALUES ($1, $2, $3)', base + 2, school, `${word} class`)
  await run(
    `INSERT INTO roster.users (id, school_id, class_id, name, email, external_id)
     SELECT $1 + i, $2, $3, $4 || ' person ' || i, $4 || i || '@example.org', $4 || '-' || i FROM generate_series(0, $5::int - 1) AS i`,
    user,
    school,
    base + 2,
    word,
    PEOPLE,
  )
  await run(
    `INSERT INTO roster.enrolments (user_id, school_id, from_date) SELECT id, $1, '2020-01-01' FROM roster.users WHERE school_id = $1`,
    school,
  )
  const records = Array.from({ length: PEOPLE }, (_, i) => feverish(user + i, school, at, date))
  await new Ledger(pool, { raise: async () => {} }).apply(records)
  // So that a sum over schools tells of it as an id does.
  await run(
    `UPDATE attendance.school_days SET came = $2, present = $2, late = $2, fevers = $2 WHERE school_id = $1`,
    school,
    base + 50,
  )
  await run(
    `INSERT INTO attendance.corrections (id, kind, user_id, school_id, local_date, status, reason, made_by)
     OVERRIDING SYSTEM VALUE VALUES ($1, 'mark', $2, $3, $4, 'Present', $5, $5)`,
    base + 3,
    user,
    school,
    date,
    `${word} reason`,
  )
  await run(`INSERT INTO attendance.excused_days (user_id, local_date, reason) VALUES ($1, $2, $3)`, user, date, word)
  for (const [id, hash] of [
    [base + 4, await HASH],
    [base + 5, null],
  ])
    await run(
      `INSERT INTO access.admins (id, email, name, role, password_hash) VALUES ($1, $4, $2, 'school', $3)`,
      id,
      word,
      hash,
      `${word}${id}@example.org`,
    )
  await run('INSERT INTO access.admin_schools SELECT unnest($1::int[]), $2', [base + 4, base + 5], school)
  await run(
    `INSERT INTO access.tokens (id, kind, name, hash, school_id) VALUES ($1, 'device', $2, sha256($4), $3)`,
    base + 6,
    `${word} key`,
    school,
    Buffer.from(word),
  )
  await run(
    `INSERT INTO access.audit_log (id, caller_kind, caller_id, caller_name, action, subject_id, school_id, after)
     OVERRIDING SYSTEM VALUE VALUES ($1, 'admin', $2, $3, 'school.update', $4::int, $4::int, to_jsonb($5::text))`,
    base + 7,
    base + 4,
    word,
    school,
    word,
  )
  await run(
    `INSERT INTO dbo.employees (employee_id, emp_id, first_name, last_name, email) VALUES ($1, $2, $2, $2, $3)`,
    base + 8,
    word,
    `${word}@example.org`,
  )
  await run(`INSERT INTO leave.links (employee_id, user_id, how) VALUES ($1, $2, 'hand')`, base + 8, user)
  await run(
    `INSERT INTO roster.imports (id, kind, dry_run, state, rows, errors, caller_kind, caller_id, caller_name, schools)
     OVERRIDING SYSTEM VALUE VALUES ($1, 'people', true, 'refused', $1, $2, 'admin', $3, $4, ARRAY[$5::int])`,
    base + 9,
    JSON.stringify([{ line: 2, field: 'name', message: word }]),
    base + 4,
    word,
    school,
  )
  const letter = String(base + 10).padStart(24, '0')
  await letters.insertOne(
    letterOf(new ObjectId(letter), base + 10, { ...feverish(user, school, at, date), image: word }),
  )
  await run(
    `INSERT INTO operations.tasks (name, about, schedule, options) VALUES ('reconcile', 'test', '0 3 * * *', '{"type": "object"}')
     ON CONFLICT DO NOTHING`,
  )
  await run(
    `INSERT INTO operations.task_requests (id, task, requested_by) OVERRIDING SYSTEM VALUE VALUES ($1, 'reconcile', $2)`,
    base + 11,
    word,
  )
  return {
    school,
    class: base + 2,
    user,
    admin: base + 4,
    invited: base + 5,
    key: base + 6,
    attendance: eventId(user, 'checkin', at),
    correction: base + 3,
    employee: base + 8,
    import: base + 9,
    letter,
    task: 'reconcile',
    request: base + 11,
    date,
  }
}

const feverish = (userId: number, schoolId: number, at: number, localDate: string): AttendanceRecord => ({
  v: 1,
  id: eventId(userId, 'checkin', at),
  userId,
  schoolId,
  type: 'checkin',
  at: new Date(at).toISOString(),
  localDate,
  temperature: 39,
  image: null,
  deviceId: null,
  receivedAt: new Date(at).toISOString(),
})

const letterOf = (_id: ObjectId, offset: number, record: AttendanceRecord): DeadLetter => ({
  _id,
  ...{ topicId: 'scope', partition: 0, offset, key: record.id, value: JSON.stringify(record), encoding: 'utf8' },
  ...{ headers: {}, error: { code: 'contract', message: 'test' }, attempts: 8, status: 'parked', leaseUntil: null },
  firstFailedAt: new Date(),
  nextAttemptAt: new Date(),
  history: [{ at: new Date(), status: 'parked', note: 'test' }],
})
