import { MigrationError, migrateDown, migrationStatus, prepareStores, storesConfig } from '@rollcall/database'
import {
  createLogger,
  createPool,
  logConfig,
  Names,
  namespaceConfig,
  type Pool,
  postgresConfig,
  Refused,
  readConfig,
  runCommand,
} from '@rollcall/platform'
import { Command, InvalidArgumentError } from 'commander'
import { demoEnvironment } from './demo-environment.ts'

const PENDING = 3
const say = (line: string) => process.stdout.write(`${line}\n`)
// Reasons are told in the error; the log of the engines' clients is for who asks for it.
const quietly = { ...logConfig, LOG_LEVEL: logConfig.LOG_LEVEL.unwrap().default('fatal') }

async function up(): Promise<void> {
  const config = readConfig({ ...quietly, ...storesConfig }, await demoEnvironment(process.env))
  await prepareStores({ config, log: createLogger('migrate', config.LOG_LEVEL), progress: say })
}

async function withDatabase(work: (pool: Pool) => Promise<void>): Promise<void> {
  const environment = await demoEnvironment(process.env)
  const config = readConfig({ ...quietly, ...namespaceConfig, ...postgresConfig }, environment)
  const url = new Names(config.NAMESPACE).databaseUrl(config.DATABASE_URL)
  const pool = createPool(url, { max: 1, service: 'migrate' }, createLogger('migrate', config.LOG_LEVEL))
  try {
    await work(pool)
  } finally {
    await pool.end()
  }
}

const down = (options: { to?: number; all?: true; yes?: true }) =>
  withDatabase(async (pool) => {
    const { at, migrations } = await migrationStatus(pool)
    const to = options.all ? 0 : (options.to ?? Math.max(0, at - 1))
    if (to > at) throw new Refused(`The database is at ${at}: there is no way down to ${to}`)
    const names = migrations.filter(({ number }) => number > to && number <= at).map(({ name }) => name)
    if (names.length > 0 && !options.yes)
      throw new Refused(`This drops all data of ${names.reverse().join(', ')}. Say --yes if that is what you want`)
    await migrateDown(pool, { to, progress: (name) => say(`migration ${name} taken back`) })
    if (names.length === 0) say('nothing to take back')
  })

const status = () =>
  withDatabase(async (pool) => {
    const { migrations } = await migrationStatus(pool)
    const width = Math.max(...migrations.map(({ name }) => name.length))
    for (const { name, state, appliedAt } of migrations)
      say(`${name.padEnd(width)}  ${state.padEnd(7)}  ${appliedAt?.toISOString() ?? ''}`.trimEnd())
    const changed = migrations.filter(({ state }) => state === 'changed')
    if (changed.length > 0)
      throw new MigrationError(`Changed after being applied: ${changed.map(({ name }) => name).join(', ')}`)
    if (migrations.some(({ state }) => state === 'pending')) process.exitCode = PENDING
  })

function migrationNumber(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('It must be the number of a migration, or 0.')
  return Number(text)
}

const program = new Command('migrate')
  .description('Prepares the stores: the Postgres schema, the Kafka topic, the Mongo indexes')
  .usage('up | down [--to <n> | --all] --yes | status')
program.command('up').description('prepare all stores: whatever is missing is made, nothing is changed').action(up)
program
  .command('down')
  .description("take back the newest migration of Postgres, with its tables' data")
  .option('--to <n>', 'take back every migration above n', migrationNumber)
  .option('--all', 'take back all of them')
  .option('--yes', 'yes, drop the data')
  .action((options) => down(options))
program
  .command('status')
  .description('each migration and when it was applied; exit code 3 when one is pending')
  .action(status)
await runCommand(program, process.argv)
