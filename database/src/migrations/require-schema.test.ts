import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPool } from '@rollcall/platform'
import { type FreshDatabase, freshDatabase, silent, unusedDatabaseUrl } from '../testing/fresh-database.ts'
import { copyOfMigrations, removeMigrationsFolders } from '../testing/migrations-folder.ts'
import { migrateDown, migrateUp } from './migrate.ts'
import { readMigrations } from './migration-files.ts'
import { migrationStatus } from './migration-status.ts'
import { requireSchema } from './require-schema.ts'

let database: FreshDatabase
beforeEach(async () => {
  database = await freshDatabase()
})
afterEach(() => database.drop())
afterAll(removeMigrationsFolders)

async function newerThanHere(): Promise<string> {
  const folder = await copyOfMigrations()
  const next = String((await readMigrations()).length + 1).padStart(4, '0')
  for (const way of ['up', 'down']) await appendFile(join(folder, `roster/${next}-newer.${way}.sql`), 'SELECT 1')
  return folder
}

test('a schema that is there, or newer, is fine', async () => {
  await migrateUp(database.pool)
  await requireSchema(database.pool)
  await migrateUp(database.pool, { folder: await newerThanHere() })
  await requireSchema(database.pool)
})

test('an older one says where it is, where it must be and what to do', async () => {
  await migrateUp(database.pool)
  await migrateDown(database.pool, { to: 3 })
  const needs = (await readMigrations()).length
  await expect(requireSchema(database.pool)).rejects.toThrow(
    `The database is at 3, this service needs ${needs}: run \`npm run migrate -- up\``,
  )
})

test('a database that was never migrated, or taken back to nothing', async () => {
  const message = 'The database was never migrated: run `npm run migrate -- up`'
  await expect(requireSchema(database.pool)).rejects.toThrow(message)
  await migrateUp(database.pool)
  await migrateDown(database.pool, { to: 0 })
  await expect(requireSchema(database.pool)).rejects.toThrow(message)
})

test('a database that does not exist', async () => {
  const pool = createPool(unusedDatabaseUrl(), { max: 1, service: 'test' }, silent)
  await expect(requireSchema(pool)).rejects.toThrow(/There is no such database yet .*run `npm run migrate -- up`/)
  await pool.end()
})

test('the status tells each migration, what is pending, changed and unknown', async () => {
  const states = async (folder?: string) =>
    (await migrationStatus(database.pool, folder)).migrations.map((m) => m.state)
  expect(await states()).toEqual((await readMigrations()).map(() => 'pending'))

  const newer = await newerThanHere()
  await migrateUp(database.pool, { folder: newer })
  expect((await states()).at(-1)).toBe('unknown')
  const { at, needs } = await migrationStatus(database.pool)
  expect(at).toBe(needs + 1)

  await appendFile(join(newer, 'operations/0001-operations.up.sql'), '-- more')
  expect((await states(newer))[0]).toBe('changed')
})
