import { Refused, runCommand } from '@rollcall/platform'
import { Command } from 'commander'
import { SomebodyElses } from './seed/district-notes.ts'
import { seedDistrict } from './seed/seed-district.ts'
import { DEFAULTS, type SeedOptions, wholeNumber } from './seed/seed-options.ts'
import { withSeedDatabase } from './seed/seed-stores.ts'

const WRITERS = 3
const SHORTEST_PASSWORD = 12

const command = new Command('seed')
  .description('Makes up a district: schools, people, classes, devices, admins and past days at school')
  .option('--seed <n>', 'the same number makes the same district', wholeNumber(0, 2 ** 31 - 1), DEFAULTS.seed)
  .option('--schools <n>', 'how many schools', wholeNumber(1, 100_000), DEFAULTS.schools)
  .option('--users <n>', 'how many people, in all schools together', wholeNumber(1, 100_000_000), DEFAULTS.users)
  .option(
    '--days <n>',
    "how many past school days, up to each school's yesterday",
    wholeNumber(0, 1_000),
    DEFAULTS.days,
  )
  .addHelpText(
    'after',
    `
Writes to DATABASE_URL (and NAMESPACE), else to the demo's Postgres, which is started for it where \`npm start\` does not run:
the next \`npm start\` shows the district. A second time it adds what is missing, such as more days, and doubles nothing;
another seed or size is made beside what is there. Schools of somebody else's are left alone.
SEED_ADMIN_PASSWORD is the password of the admins it makes; without it they can't sign in.`,
  )
  .action(seed)

async function seed(options: SeedOptions): Promise<void> {
  if (options.users < options.schools)
    throw new Refused('--users must not be fewer than --schools: no school is empty.')
  const adminPassword = process.env.SEED_ADMIN_PASSWORD || undefined
  if (adminPassword && adminPassword.length < SHORTEST_PASSWORD)
    throw new Refused(`SEED_ADMIN_PASSWORD must have ${SHORTEST_PASSWORD} characters or more.`)
  const say = (line: string) => console.log(line)
  await withSeedDatabase(
    process.env,
    WRITERS + 1,
    async (pool, signal) => {
      const seeding = { pool, options, adminPassword, signal, say, writers: WRITERS, now: Date.now() }
      await seedDistrict(seeding).catch((error) => {
        throw error instanceof SomebodyElses ? new Refused(error.message, 1) : error
      })
    },
    say,
  )
}

await runCommand(command, process.argv)
