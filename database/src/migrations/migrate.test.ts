import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPool, type Pool } from '@rollcall/platform'
import { type FreshDatabase, freshDatabase, silent } from '../testing/fresh-database.ts'
import { copyOfMigrations, migrationsFolder, removeMigrationsFolders } from '../testing/migrations-folder.ts'
import { schemaSnapshot } from '../testing/schema-snapshot.ts'
import { migrateDown, migrateUp } from './migrate.ts'
import { readMigrations } from './migration-files.ts'

let database: FreshDatabase
let pool: Pool
beforeEach(async () => {
  database = await freshDatabase()
  pool = database.pool
})
afterEach(() => database.drop())
afterAll(removeMigrationsFolders)

const names = async () => (await readMigrations()).map((migration) => migration.name)

describe('the real migrations', () => {
  test('up, down and up again leave the same schema', async () => {
    expect(await migrateUp(pool)).toEqual(await names())
    const first = await schemaSnapshot(pool)
    expect(await migrateDown(pool, { to: 0 })).toEqual((await names()).reverse())
    expect((await schemaSnapshot(pool)).schemas).toEqual([{ nspname: 'public' }])
    await migrateUp(pool)
    expect(await schemaSnapshot(pool)).toEqual(first)
  })

  test('each one takes back exactly what it made', async () => {
    const folder = await migrationsFolder({})
    expect(await migrateUp(pool, { folder })).toEqual([])
    for (const { number, name, up, down } of await readMigrations()) {
      await writeFile(join(folder, `${name}.up.sql`), up)
      await writeFile(join(folder, `${name}.down.sql`), down)
      const before = await schemaSnapshot(pool)
      expect(await migrateUp(pool, { folder })).toEqual([name])
      expect(await migrateDown(pool, { to: number - 1, folder })).toEqual([name])
      expect(await schemaSnapshot(pool)).toEqual(before)
      await migrateUp(pool, { folder })
    }
    expect(await migrateUp(pool)).toEqual([])
  })

  test('days of people move into months and back, and none is lost', async () => {
    const days = async () => (await pool.query('SELECT * FROM attendance.user_days ORDER BY local_date, user_id')).rows
    const number = (await names()).findIndex((name) => name.includes('days-by-month'))
    await migrateUp(pool)
    await migrateDown(pool, { to: number })
    await pool.query(
      `INSERT INTO attendance.user_days (local_date, user_id, school_id, came, present, inside_ms, flags, events, folded_from)
       SELECT date::date, 1, 1, true, true, 0, '{}', 1, ''
       FROM generate_series('2025-11-15'::date, '2026-02-15', '13 days') AS date`,
    )
    const before = await days()
    expect(before.length).toBeGreaterThan(4)
    await migrateUp(pool)
    expect(await days()).toEqual(before)
    await migrateDown(pool, { to: number })
    expect(await days()).toEqual(before)
  })

  test('a second up has nothing to do', async () => {
    await migrateUp(pool)
    expect(await migrateUp(pool)).toEqual([])
  })

  test('several at once: each succeeds, and each migration is applied once', async () => {
    const others = [1, 2, 3].map(() => createPool(database.url, { max: 1, service: 'test' }, silent))
    const applied = await Promise.all([pool, ...others].map((each) => migrateUp(each)))
    expect(applied.flat().sort()).toEqual(await names())
    expect(applied.filter((each) => each.length > 0)).toHaveLength(1)
    await Promise.all(others.map((other) => other.end()))
  })
})

describe('what is not as it should be', () => {
  test('a file that was changed after it had been applied is named', async () => {
    await migrateUp(pool)
    const folder = await copyOfMigrations()
    await appendFile(join(folder, 'roster/0002-roster.up.sql'), '-- one more thing\n')
    const error = '0002-roster.up.sql was changed after it had been applied'
    await expect(migrateUp(pool, { folder })).rejects.toThrow(error)
    await expect(migrateDown(pool, { to: 0, folder })).rejects.toThrow(error)
  })

  test('other line ends are no change', async () => {
    const unix = await migrationsFolder({ 's/0001-a.up.sql': 'SELECT 1;\n', 's/0001-a.down.sql': 'SELECT 1;\n' })
    const windows = await migrationsFolder({ 's/0001-a.up.sql': 'SELECT 1;\r\n', 's/0001-a.down.sql': 'SELECT 1;\r\n' })
    await migrateUp(pool, { folder: unix })
    expect(await migrateUp(pool, { folder: windows })).toEqual([])
  })

  test.each([
    [
      'a gap',
      { 'a/0001-a.up.sql': '', 'a/0001-a.down.sql': '', 'b/0003-c.up.sql': '', 'b/0003-c.down.sql': '' },
      'Migration 2 is missing',
    ],
    [
      'a number twice',
      { 'a/0001-a.up.sql': '', 'a/0001-a.down.sql': '', 'b/0001-b.up.sql': '', 'b/0001-b.down.sql': '' },
      'two migrations 1',
    ],
    ['no way back', { 'a/0001-a.up.sql': '' }, '0001-a lacks its down file'],
    ['a name of another form', { 'a/1-a.sql': '' }, '1-a.sql is not named like a migration'],
  ])('%s among the files', async (_what, files, message) => {
    await expect(migrateUp(pool, { folder: await migrationsFolder(files) })).rejects.toThrow(message)
  })

  test('a gap in the database', async () => {
    await migrateUp(pool)
    await pool.query('DELETE FROM public.migrations WHERE number = 2')
    await expect(migrateUp(pool)).rejects.toThrow('but not migration 2 before it')
  })

  test('a migration that fails leaves nothing of itself, and those before it stay', async () => {
    const files = {
      's/0001-a.up.sql': 'CREATE TABLE public.a (id int)',
      's/0001-a.down.sql': 'DROP TABLE public.a',
      's/0002-b.up.sql': 'CREATE TABLE public.b (id int); SELECT 1 / 0',
      's/0002-b.down.sql': 'DROP TABLE public.b',
    }
    await expect(migrateUp(pool, { folder: await migrationsFolder(files) })).rejects.toThrow(
      '0002-b.up.sql failed, and nothing of it was kept: division by zero',
    )
    const { rows } = await pool.query("SELECT to_regclass('a') AS a, to_regclass('b') AS b")
    expect(rows).toEqual([{ a: 'a', b: null }])

    const mended = await migrationsFolder({ ...files, 's/0002-b.up.sql': 'CREATE TABLE public.b (id int)' })
    expect(await migrateUp(pool, { folder: mended })).toEqual(['0002-b'])
  })

  test('what a newer version applied: up leaves it, down refuses', async () => {
    const newer = await copyOfMigrations()
    const next = String((await names()).length + 1).padStart(4, '0')
    for (const way of ['up', 'down']) await appendFile(join(newer, `roster/${next}-newer.${way}.sql`), 'SELECT 1')
    await migrateUp(pool, { folder: newer })
    expect(await migrateUp(pool)).toEqual([])
    await expect(migrateDown(pool, { to: 0 })).rejects.toThrow(`The way back of ${next}-newer is not here`)
  })
})
