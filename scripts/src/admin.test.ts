import { verifyPassword } from '@rollcall/platform'
import { ownStores, runScript } from './testing/run-script.ts'

const stores = ownStores()
const admin = (args: readonly string[], typed?: string) => runScript('admin', args, stores.environment, typed)
const pool = stores.openDatabase()
beforeAll(async () => {
  expect(await runScript('migrate', ['up'], stores.environment)).toMatchObject({ code: 0 })
  await pool.query("INSERT INTO roster.schools (id, name, time_zone) VALUES (7, 'Seven', 'Asia/Kathmandu')")
})
afterAll(async () => {
  await pool.end()
  await stores.remove()
})

const hashOf = async (email: string): Promise<string | null> => {
  const { rows } = await pool.query('SELECT password_hash AS hash FROM access.admins WHERE email = $1', [email])
  return rows[0]?.hash
}
const linkIn = (text: string) => /\/app\/accept\?token=[\w-]{43}/.exec(text)?.[0]

test('there is no admin, and no password, until one is made', async () => {
  expect((await admin(['list'])).out).toBe('There are no admins yet\n')
})

test('the first admin gets a link, or a password from standard input that nobody sees', async () => {
  const made = await admin(['create', '--email', 'Dora@Example.org', '--role', 'district'])
  expect(made).toMatchObject({ code: 0, err: '' })
  expect(linkIn(made.out)).toBeDefined()
  expect(await hashOf('dora@example.org')).toBeNull()
  const typed = 'a long sentence is good'
  const args = ['create', '--email', 'paul@example.org', '--role', 'district', '--name', 'Paul', '--password', '--json']
  const said = await admin(args, `${typed}\nmore`)
  expect(JSON.parse(said.out)).toMatchObject({ email: 'paul@example.org', role: 'district', link: null })
  expect(said.out + said.err).not.toContain(typed)
  expect(await verifyPassword(await hashOf('paul@example.org'), typed)).toBe(true)
  const { rows } = await pool.query(
    `SELECT count(*) FROM access.password_links JOIN access.admins ON id = admin_id WHERE email = 'paul@example.org'`,
  )
  expect(rows).toEqual([{ count: 0 }])
})

test('admins of schools, listed without anything secret', async () => {
  expect(await admin(['create', '--email', 'sam@example.org', '--role', 'school', '--school', '7'])).toMatchObject({
    code: 0,
  })
  const { out } = await admin(['list', '--json'])
  expect(JSON.parse(out)).toContainEqual(
    expect.objectContaining({ email: 'sam@example.org', role: 'school', schools: [7], state: 'invited' }),
  )
  expect(out + (await admin(['list'])).out).not.toMatch(/argon2|token=/)
})

test('a lost password, and somebody who is to go; all in the audit log', async () => {
  expect(linkIn((await admin(['reset', 'paul@example.org'])).out)).toBeDefined()
  expect(await admin(['off', 'paul@example.org'])).toMatchObject({ code: 0 })
  expect(await admin(['reset', 'paul@example.org'])).toMatchObject({
    code: 1,
    err: 'paul@example.org is switched off\n',
  })
  const { rows } = await pool.query(
    `SELECT l.action FROM access.audit_log l JOIN access.admins a ON a.id = l.subject_id
     WHERE a.email = 'paul@example.org' AND l.caller_kind = 'command' ORDER BY l.id`,
  )
  expect(rows.map(({ action }) => action)).toEqual([
    'admin.invite',
    'admin.set-password',
    'admin.reset',
    'admin.switch-off',
  ])
})

const create = (...args: string[]) => ['create', '--email', 'x@example.org', ...args]
test.each([
  [create('--role', 'school', '--school', '12'), '', 1, 'there is no school 12'],
  [create('--role', 'school'), '', 1, 'An admin of schools needs at least one'],
  [['create', '--email', 'sam@example.org', '--role', 'viewer'], '', 1, 'There is an admin with this e-mail already'],
  [create('--role', 'district', '--password'), 'short\n', 2, 'The password must have at least 12 characters'],
  [create('--role', 'district', '--password'), 'X@example.org\n', 2, 'The password must not be the e-mail address'],
  [create('--role', 'king'), '', 2, 'Allowed choices are district, school, viewer, operator'],
  [['create', '--email', 'x', '--role', 'district'], '', 2, 'It must be an e-mail address'],
  [create(), '', 2, "'--role <role>' not specified"],
  [['reset', 'nobody@example.org'], '', 1, 'There is no admin nobody@example.org'],
])('%j: a sentence', async (args, typed, code, message) => {
  expect(await admin(args, typed)).toMatchObject({ code, out: '', err: expect.stringContaining(message) })
  expect(await hashOf('x@example.org')).toBeUndefined()
})
