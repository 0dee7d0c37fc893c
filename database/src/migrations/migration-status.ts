import type { Pool } from '@rollcall/platform'
import { readApplied } from './applied-migrations.ts'
import { readMigrations } from './migration-files.ts'

export interface MigrationState {
  readonly number: number
  readonly name: string
  /**
   * applied: as it is here. changed: its file is another one now. pending: not applied. unknown: applied by a version that
   * knows more than this one.
   */
  readonly state: 'applied' | 'changed' | 'pending' | 'unknown'
  readonly appliedAt: Date | null
}

export interface MigrationStatus {
  /** The newest migration that the database has; 0 when it has none. */
  readonly at: number
  /** The newest one that there is a file of. */
  readonly needs: number
  readonly migrations: readonly MigrationState[]
}

/** Reads only, and takes no lock. */
export async function migrationStatus(pool: Pool, folder?: string): Promise<MigrationStatus> {
  const known = await readMigrations(folder)
  const applied = await readApplied(pool)
  const files = new Map(known.map((migration) => [migration.number, migration]))
  const done = new Map(applied.map((migration) => [migration.number, migration]))
  const numbers = [...new Set([...files.keys(), ...done.keys()])].sort((a, b) => a - b)
  return {
    at: applied.at(-1)?.number ?? 0,
    needs: known.length,
    migrations: numbers.map((number): MigrationState => {
      const file = files.get(number)
      const row = done.get(number)
      const state = !row ? 'pending' : !file ? 'unknown' : file.checksum === row.checksum ? 'applied' : 'changed'
      return { number, name: file?.name ?? row?.name ?? '', state, appliedAt: row?.appliedAt ?? null }
    }),
  }
}
