import type { Pool, PoolClient } from '@rollcall/platform'
import { type AppliedMigration, checkApplied, readApplied } from './applied-migrations.ts'
import { type Migration, MigrationError, readMigrations } from './migration-files.ts'
import { withSchemaLock } from './schema-lock.ts'

export interface MigrateOptions {
  /** Told the name of each migration when it is done. */
  readonly progress?: (name: string) => void
  /** Where the files lie, when not in this package. */
  readonly folder?: string
}

/** Applies every migration that the database lacks and tells their names. One that fails leaves nothing of itself. */
export async function migrateUp(pool: Pool, options: MigrateOptions = {}): Promise<string[]> {
  const known = await readMigrations(options.folder)
  return withSchemaLock(pool, async (client) => {
    const applied = await readyToMigrate(client, known)
    return step(known.slice(applied.length), options, (migration) => applyOne(client, migration))
  })
}

/** Takes back every migration above `to`, newest first: 0 takes back all of them. Data in what they made is gone. */
export async function migrateDown(pool: Pool, options: MigrateOptions & { readonly to: number }): Promise<string[]> {
  const known = await readMigrations(options.folder)
  return withSchemaLock(pool, async (client) => {
    const applied = await readyToMigrate(client, known)
    const unknown = applied[known.length]
    if (unknown)
      throw new MigrationError(`The way back of ${unknown.name} is not here: go down with the version that applied it`)
    return step(known.slice(options.to, applied.length).reverse(), options, (migration) => takeBack(client, migration))
  })
}

async function readyToMigrate(client: PoolClient, known: readonly Migration[]): Promise<AppliedMigration[]> {
  await client.query(`CREATE TABLE IF NOT EXISTS public.migrations (
    number      integer PRIMARY KEY,
    name        text NOT NULL,
    checksum    text NOT NULL,
    applied_at  timestamptz NOT NULL DEFAULT now()
  )`)
  const applied = await readApplied(client)
  checkApplied(known, applied)
  return applied
}

async function step(
  migrations: readonly Migration[],
  { progress }: MigrateOptions,
  work: (migration: Migration) => Promise<void>,
): Promise<string[]> {
  for (const migration of migrations) {
    await work(migration)
    progress?.(migration.name)
  }
  return migrations.map((migration) => migration.name)
}

const applyOne = (client: PoolClient, { number, name, checksum, up }: Migration) =>
  committed(client, `${name}.up.sql`, async () => {
    await client.query(up)
    await client.query('INSERT INTO public.migrations (number, name, checksum) VALUES ($1, $2, $3)', [
      number,
      name,
      checksum,
    ])
  })

const takeBack = (client: PoolClient, { number, name, down }: Migration) =>
  committed(client, `${name}.down.sql`, async () => {
    await client.query(down)
    await client.query('DELETE FROM public.migrations WHERE number = $1', [number])
  })

async function committed(client: PoolClient, file: string, work: () => Promise<void>): Promise<void> {
  try {
    await client.query('BEGIN')
    await work()
    await client.query('COMMIT')
  } catch (error) {
    // Should even this fail, the connection is closed by whoever holds the lock, and the server rolls back.
    await client.query('ROLLBACK').catch(() => {})
    const why = error instanceof Error ? error.message : String(error)
    throw new MigrationError(`${file} failed, and nothing of it was kept: ${why}`, { cause: error })
  }
}
