import {
  DEVICE_LIMIT_PER_SECOND,
  type ListedToken,
  type Pool,
  Refused,
  TOKEN_KINDS,
  type TokenKind,
} from '@rollcall/platform'
import { Command, InvalidArgumentError, Option } from 'commander'
import { type Environment, say, storesOf, type WithStores } from './command-stores.ts'
import { hasValidKey, writeKeyFile } from './key-file.ts'

interface CreateOptions {
  readonly kind: TokenKind
  readonly name: string
  readonly school?: number
  /** false: --no-limit */
  readonly limit?: number | false
  /** A file that is to have the key, instead of the screen. */
  readonly to?: string
  readonly json?: true
}

const create = (withStores: WithStores, { kind, name, school, limit, to, json }: CreateOptions) =>
  withStores(async ({ pool, tokens, notify }) => {
    if (to && (await hasValidKey(to, tokens))) return say(`${to} has a valid key already`)
    if (school !== undefined) await requireSchool(pool, school)
    const usual = kind === 'api' ? null : DEVICE_LIMIT_PER_SECOND
    const token = {
      kind,
      name,
      schoolId: school ?? null,
      limitPerSecond: limit === false ? null : (limit ?? usual),
    }
    const make = () => tokens.create(token)
    const { id, secret } = to ? await writeKeyFile(to, make) : await make()
    await notify()
    if (to) return say(`${kind} key ${id}, ${name}: in ${to}`)
    if (json) return say(JSON.stringify({ id, secret, ...token }))
    say(`${kind} key ${id}, ${name}: ${whereOf(token.schoolId)}, ${limitOf(token.limitPerSecond)}`)
    say(`\n  ${secret}\n`)
    say('It is shown this once and kept nowhere.')
  })

async function requireSchool(pool: Pool, id: number): Promise<void> {
  const { rows } = await pool.query('SELECT FROM roster.schools WHERE id = $1 AND deleted_at IS NULL', [id])
  if (rows.length === 0) throw new Refused(`There is no school ${id}`, 1)
}

const list = (withStores: WithStores, { json }: { json?: true }) =>
  withStores(async ({ tokens }) => {
    const all = await tokens.list()
    if (json) return say(JSON.stringify(all))
    if (all.length === 0) return say('There are no keys yet')
    const rows = [['id', 'kind', 'for', 'limit', 'last used', 'state', 'name'], ...all.map(rowOf)]
    const widths = rows.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(cell.length, most[i] ?? 0)), [])
    for (const row of rows)
      say(
        row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd(),
      )
  })

const whereOf = (schoolId: number | null) => (schoolId === null ? 'whole district' : `school ${schoolId}`)
const limitOf = (limit: number | null) => (limit === null ? 'no limit' : `${limit}/s`)
const rowOf = (token: ListedToken): string[] => [
  String(token.id),
  token.kind,
  whereOf(token.schoolId),
  limitOf(token.limitPerSecond),
  token.lastUsedAt?.toISOString() ?? 'never',
  token.revokedAt ? `revoked ${token.revokedAt.toISOString()}` : 'valid',
  token.name,
]

const revoke = (withStores: WithStores, id: number, { json }: { json?: true }) =>
  withStores(async ({ tokens, notify }) => {
    if (!(await tokens.revoke(id))) throw new Refused(`There is no valid key ${id}`, 1)
    await notify()
    say(json ? JSON.stringify({ id, revoked: true }) : `key ${id} is revoked; services refuse it within five seconds`)
  })

/** An id, or a number of requests: what a Postgres integer holds. */
function positive(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > 2_147_483_647)
    throw new InvalidArgumentError('It must be a whole number above 0.')
  return value
}

function nameOf(text: string): string {
  const name = text.trim()
  if (name.length < 1 || name.length > 200) throw new InvalidArgumentError('It must have 1 to 200 characters.')
  return name
}

const json = () => new Option('--json', 'answer in JSON')

export function tokenCommand(environment: Environment): Command {
  const withStores = storesOf('token', environment)
  const program = new Command('token').description('Device keys, kiosk keys and API tokens')
  program
    .command('create')
    .description('make a key and show its secret, this once')
    .addOption(new Option('--kind <kind>', 'what it may do').choices(TOKEN_KINDS).makeOptionMandatory())
    .requiredOption('--name <name>', 'who has it, for your own lists', nameOf)
    .option('--school <id>', 'for this school only (without it: for the whole district)', positive)
    .option('--limit <n>', `requests a second (device and kiosk: ${DEVICE_LIMIT_PER_SECOND} unless said)`, positive)
    .option('--no-limit', 'as many requests as it likes')
    .option('--to <file>', 'write it into this file instead; make none where a valid one is there')
    .addOption(json().conflicts('to'))
    .action((options) => create(withStores, options))
  program
    .command('list')
    .description('all keys, never their secrets')
    .addOption(json())
    .action((options) => list(withStores, options))
  program
    .command('revoke')
    .description('make a key worthless')
    .argument('<id>', 'its id, as list shows it', positive)
    .addOption(json())
    .action((id, options) => revoke(withStores, id, options))
  return program
}
