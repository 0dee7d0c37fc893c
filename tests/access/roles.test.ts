import { randomBytes } from 'node:crypto'
import { grantEdge } from '@rollcall/database'
import { hashPassword, type Pool, sqlState } from '@rollcall/platform'
import { openDatabase } from '../../database/src/testing/fresh-database.ts'
import { checkIn } from '../support/client.ts'
import type { ServiceProcess } from '../support/service-process.ts'
import { System, sharedEngines } from '../support/system.ts'
import { waitFor } from '../support/wait-for.ts'

// As docker compose has it: one role owns the database, another is the edge's, and neither is a superuser.
const PASSWORD = 'a long sentence is good'
const address = (kind: string) => {
  const url = new URL(sharedEngines().postgres)
  url.username = `${kind}_${randomBytes(4).toString('hex')}`
  url.password = "it's one"
  return url.href
}
const roles = { owner: address('owner'), edge: address('edge') }
const edgeRole = new URL(roles.edge).username
let system: System
let edgeService: ServiceProcess
let dashboard: ServiceProcess
let edge: Pool
let owner: Pool
beforeAll(async () => {
  system = await System.create({ schools: 1, peopleEach: 20, roles })
  await system.pool.query(
    `INSERT INTO access.admins (email, name, role, password_hash) VALUES ('dora@example.org', 'Dora', 'district', $1)`,
    [await hashPassword(PASSWORD)],
  )
  edge = openDatabase(system.names.databaseUrl(roles.edge))
  owner = openDatabase(system.names.databaseUrl(roles.owner))
  ;[edgeService, dashboard] = await Promise.all([
    system.start('attendance-service', { env: { DATABASE_URL: roles.edge } }),
    system.start('dashboard-service', { env: { DATABASE_URL: roles.owner } }),
    system.start('tasks', { env: { DATABASE_URL: roles.owner } }),
  ])
})
afterAll(async () => {
  await Promise.all([edge?.end(), owner?.end()])
  await system?.close()
})

const refused = async (work: Promise<unknown>) =>
  sqlState(
    await work.then(
      () => undefined,
      (error) => error,
    ),
  )
const NOT_ALLOWED = '42501'

test('a check-in goes its whole way', async () => {
  expect(
    (await checkIn(edgeService, system.deviceKey, { userId: 1, type: 'checkin', timestamp: Date.now() })).status,
  ).toBe(201)
  await waitFor('the record in Postgres', async () => {
    const { rowCount } = await system.pool.query('SELECT FROM attendance.events WHERE user_id = 1')
    return rowCount === 1
  })
  // What it notes of keys, once a minute.
  await edge.query('UPDATE access.tokens SET last_used_at = now() WHERE id = 1')
})

test('somebody who has just been enrolled is known, and a picture is shown to who is signed in', async () => {
  const authorization = { authorization: `Bearer ${system.apiToken}`, 'content-type': 'application/json' }
  const answer = await fetch(`${dashboard.url}/api/users`, {
    method: 'POST',
    headers: authorization,
    body: JSON.stringify({ name: 'Nora New', schoolId: 1, kind: 'student' }),
  })
  expect(answer.status).toBe(201)
  const { data } = (await answer.json()) as { data: { id: number } }
  const send = () => checkIn(edgeService, system.deviceKey, { userId: data.id, type: 'checkin', timestamp: Date.now() })
  await waitFor('the new person', async () => (await send()).status === 201)

  const signedIn = await fetch(`${dashboard.url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'dora@example.org', password: PASSWORD }),
  })
  const [cookie = ''] = (signedIn.headers.get('set-cookie') ?? '').split(';')
  expect((await fetch(`${edgeService.url}/images/${'0'.repeat(64)}.png`, { headers: { cookie } })).status).toBe(404)
})

test.each(['flush-redis', 'keep-partitions', 'close-days', 'reconcile', 'replay-dead-letters', 'begin-changes'])(
  'the task %s may do what it has to',
  async (task) => {
    const { rows } = await owner.query<{ id: string }>(
      `INSERT INTO operations.task_requests (task, requested_by) VALUES ($1, 'test') RETURNING id, pg_notify('task_requests', $1)`,
      [task],
    )
    await waitFor(`${task} to be done`, async () => {
      const { rows: runs } = await owner.query<{ outcome: string; error: string | null }>(
        `SELECT run.outcome, run.error FROM operations.task_requests request JOIN operations.task_runs run ON run.id = run_id
         WHERE request.id = $1 AND run.outcome IS NOT NULL`,
        [rows[0]?.id],
      )
      if (runs.length === 0) return false
      expect(runs).toEqual([{ outcome: 'done', error: null }])
      return true
    })
  },
)

test('the edge sees no attendance, no name and no password, and changes nothing', async () => {
  for (const statement of [
    'SELECT * FROM attendance.events',
    'SELECT * FROM attendance.user_days',
    'SELECT name FROM roster.users',
    'SELECT name FROM roster.schools',
    'SELECT password_hash FROM access.admins',
    'SELECT * FROM access.audit_log',
    'SELECT * FROM dbo.employees',
    'UPDATE access.tokens SET revoked_at = NULL',
    "UPDATE access.admins SET role = 'district'",
    'DELETE FROM access.sessions',
    "INSERT INTO access.tokens (kind, name, hash) VALUES ('api', 'mine', '\\x00')",
    'UPDATE roster.enrolments SET school_id = 1',
    'CREATE TABLE public.mine ()',
    'CREATE TEMPORARY TABLE mine ()',
  ])
    expect([statement, await refused(edge.query(statement))]).toEqual([statement, NOT_ALLOWED])
})

test('neither is more than it has to be', async () => {
  for (const pool of [edge, owner]) {
    const { rows } = await pool.query(
      'SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user',
    )
    expect(rows).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolbypassrls: false }])
    expect(await refused(pool.query('SELECT * FROM pg_authid'))).toBe(NOT_ALLOWED)
    expect(await refused(pool.query("COPY (SELECT 1) TO PROGRAM 'true'"))).toBe(NOT_ALLOWED)
  }
  // What somebody gave the edge by hand is gone with the next migration.
  await owner.query(`GRANT USAGE ON SCHEMA attendance TO ${edgeRole}; GRANT SELECT ON attendance.events TO ${edgeRole}`)
  expect(await refused(edge.query('SELECT FROM attendance.events'))).toBeUndefined()
  await grantEdge(owner, edgeRole)
  expect(await refused(edge.query('SELECT FROM attendance.events'))).toBe(NOT_ALLOWED)
})
