import { audit, hashPassword, inTransaction, type Pool, type PoolClient, Problem, Refused } from '@rollcall/platform'
import { Command, InvalidArgumentError, Option } from 'commander'
import { type Environment, say, storesOf, type WithStores } from '../access/command-stores.ts'
import { email as emailSchema, isEmail, newPassword } from '../sessions/credentials.ts'
import { ADMIN_ROLES, type Admin, type AdminRole } from './admin.ts'
import { ADMIN } from './admin-queries.ts'
import { inviteAdmin, linkFor } from './admin-store.ts'
import type { PasswordLink } from './password-link.ts'
import { readPassword } from './read-password.ts'

/** Whoever may run a command on the database may do everything. */
const OPERATOR = { kind: 'command', id: 0, name: 'operator' } as const

interface CreateOptions {
  readonly email: string
  readonly name?: string
  readonly role: AdminRole
  readonly school?: number[]
  readonly password?: true
  readonly json?: true
}

const create = (withStores: WithStores, { email, name, role, school = [], password, json }: CreateOptions) =>
  withStores(async ({ pool }) => {
    const hash = password && (await askPassword(email))
    const wanted = { email, name: name ?? email, role, schools: [...new Set(school)] }
    const made = await refusing(() =>
      inTransaction(pool, async (client) => {
        const invited = await inviteAdmin(client, OPERATOR, wanted, null)
        if (hash) await setPassword(client, invited.admin.id, hash)
        return invited
      }),
    )
    const { id } = made.admin
    const link = hash ? undefined : made.link
    if (json)
      return say(JSON.stringify({ id, ...wanted, link: link?.path ?? null, expiresAt: link?.expiresAt ?? null }))
    say(`admin ${id}, ${email}: ${role}`)
    if (link) tellLink(link)
  })

async function askPassword(email: string): Promise<string> {
  const given = await readPassword(process.stdin, (text) => process.stderr.write(text))
  const { success, error } = newPassword.safeParse(given)
  if (!success) throw new Refused(`The password must have ${error.issues[0]?.message}`)
  if (isEmail(given, email)) throw new Refused('The password must not be the e-mail address')
  return hashPassword(given)
}

/** The link that an invitation makes goes with it (a trigger of access.admins). */
async function setPassword(client: PoolClient, id: number, hash: string): Promise<void> {
  await client.query('UPDATE access.admins SET password_hash = $2 WHERE id = $1', [id, hash])
  await audit(client, OPERATOR, null, { action: 'admin.set-password', subjectId: id })
}

const reset = (withStores: WithStores, email: string, { json }: { json?: true }) =>
  withStores(async ({ pool }) => {
    const link = await inTransaction(pool, async (client) => {
      const admin = await requireAdmin(client, email)
      if (admin.state === 'off') throw new Refused(`${email} is switched off`, 1)
      return linkFor(client, OPERATOR, admin, 'reset', null)
    })
    if (json) return say(JSON.stringify({ email, link: link.path, expiresAt: link.expiresAt }))
    say(`${email} can set another password. The old one is good until then.`)
    tellLink(link)
  })

const switchOff = (withStores: WithStores, email: string) =>
  withStores(async ({ pool }) => {
    await inTransaction(pool, async (client) => {
      const { id, state } = await requireAdmin(client, email)
      if (state === 'off') return
      await client.query('UPDATE access.admins SET disabled_at = now(), version = version + 1 WHERE id = $1', [id])
      await audit(client, OPERATOR, null, { action: 'admin.switch-off', subjectId: id })
    })
    say(`${email} is switched off and signed out everywhere`)
  })

async function requireAdmin(client: PoolClient, email: string): Promise<Admin> {
  const { rows } = await client.query<Admin>(`SELECT ${ADMIN} FROM access.admins a WHERE a.email = $1`, [email])
  const [admin] = rows
  if (!admin) throw new Refused(`There is no admin ${email}`, 1)
  return admin
}

function tellLink({ path, expiresAt }: PasswordLink): void {
  say(`\n  ${path}\n`)
  say(`Below the address of the dashboard, until ${expiresAt.toISOString()}. It is shown this once and kept nowhere.`)
}

const list = (withStores: WithStores, { json }: { json?: true }) =>
  withStores(async ({ pool }) => {
    const all = await everybody(pool)
    if (json) return say(JSON.stringify(all))
    if (all.length === 0) return say('There are no admins yet')
    for (const { id, email, role, schools, state, name } of all)
      say([id, email, role, schools.length > 0 ? `schools ${schools.join(',')}` : 'all', state, name].join('  '))
  })

async function everybody(pool: Pool): Promise<Admin[]> {
  const { rows } = await pool.query<Admin>(`SELECT ${ADMIN} FROM access.admins a ORDER BY a.id`)
  return rows
}

/** What is a problem over HTTP is a sentence here. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { detail, errors } = error.more
    throw new Refused(detail ?? errors?.map(({ message }) => message).join('; ') ?? error.title, 1)
  }
}

function emailOf(text: string): string {
  const { success, data } = emailSchema.safeParse(text)
  if (!success) throw new InvalidArgumentError('It must be an e-mail address.')
  return data
}

function schoolsOf(text: string, earlier: number[] = []): number[] {
  const id = Number(text)
  if (!/^\d+$/.test(text) || id < 1 || id > 2_147_483_647) throw new InvalidArgumentError('It must be a school’s id.')
  return [...earlier, id]
}

const json = () => new Option('--json', 'answer in JSON')

export function adminCommand(environment: Environment): Command {
  const withStores = storesOf('admin', environment)
  const program = new Command('admin').description('People who sign in: the first of them, and when a password is lost')
  program
    .command('create')
    .description('make an admin and show a link by which they set a password')
    .requiredOption('--email <email>', 'by which they sign in', emailOf)
    .addOption(new Option('--role <role>', 'what they may do').choices(ADMIN_ROLES).makeOptionMandatory())
    .option('--name <name>', 'as the audit log names them (the e-mail unless said)')
    .option('--school <id>', 'of a school’s admin or a viewer; may be given several times', schoolsOf)
    .option('--password', 'read a password from standard input instead of making a link')
    .addOption(json())
    .action((options) => create(withStores, options))
  program
    .command('list')
    .description('all admins')
    .addOption(json())
    .action((options) => list(withStores, options))
  program
    .command('reset')
    .description('show a link by which an admin sets another password')
    .argument('<email>', 'by which they sign in', emailOf)
    .addOption(json())
    .action((email, options) => reset(withStores, email, options))
  program
    .command('off')
    .description('switch an admin off, also the last one of the district')
    .argument('<email>', 'by which they sign in', emailOf)
    .action((email) => switchOff(withStores, email))
  return program
}
