import { type Pool, type PoolClient, sqlState } from '@rollcall/platform'
import { type Migration, MigrationError } from './migration-files.ts'

export interface AppliedMigration {
  readonly number: number
  readonly name: string
  readonly checksum: string
  readonly appliedAt: Date
}

export const REMEDY = 'run `npm run migrate -- up`'
const NO_SUCH_DATABASE = '3D000'

/** What the database says was done to it: nothing, when it was never migrated. */
export async function readApplied(from: Pool | PoolClient): Promise<AppliedMigration[]> {
  if (!(await wasMigrated(from))) return []
  const { rows } = await from.query<AppliedMigration>(
    'SELECT number, name, checksum, applied_at AS "appliedAt" FROM public.migrations ORDER BY number',
  )
  return rows
}

async function wasMigrated(from: Pool | PoolClient): Promise<boolean> {
  try {
    const { rows } = await from.query<{ there: boolean }>(
      "SELECT to_regclass('public.migrations') IS NOT NULL AS there",
    )
    return rows[0]?.there === true
  } catch (error) {
    if (sqlState(error) !== NO_SUCH_DATABASE) throw error
    throw new MigrationError(`There is no such database yet (${(error as Error).message}): ${REMEDY}`)
  }
}

/** Files and database must tell one story, or going on would make a schema that nobody knows. */
export function checkApplied(known: readonly Migration[], applied: readonly AppliedMigration[]): void {
  applied.forEach((done, index) => {
    if (done.number !== index + 1)
      throw new MigrationError(`The database has migration ${done.name}, but not migration ${index + 1} before it`)
    const migration = known[index]
    // Newer than this program: it was another, later version that applied it.
    if (!migration) return
    if (migration.name !== done.name)
      throw new MigrationError(`Migration ${done.number} is ${migration.name} here, but the database has ${done.name}`)
    if (migration.checksum !== done.checksum)
      throw new MigrationError(
        `${migration.name}.up.sql was changed after it had been applied. ` +
          'Put the file back as it was, and make the change in a new migration',
      )
  })
}
