import type { Pool } from '@rollcall/platform'
import { REMEDY, readApplied } from './applied-migrations.ts'
import { MigrationError, readMigrations } from './migration-files.ts'

/**
 * For a service that starts: rejects with a MigrationError when the database is older than the service. A newer one is
 * fine, as migrations only ever add what an older version does not miss. Any other error means that Postgres is away.
 */
export async function requireSchema(pool: Pool, folder?: string): Promise<void> {
  const needs = (await readMigrations(folder)).length
  const at = (await readApplied(pool)).at(-1)?.number ?? 0
  if (at === 0) throw new MigrationError(`The database was never migrated: ${REMEDY}`)
  if (at < needs) throw new MigrationError(`The database is at ${at}, this service needs ${needs}: ${REMEDY}`)
}
