import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One step of the schema, as it lies in migrations/<schema>/NNNN-name.up.sql and .down.sql. */
export interface Migration {
  readonly number: number
  /** "0004-attendance" */
  readonly name: string
  readonly up: string
  readonly down: string
  readonly checksum: string
}

/** The files, or what is in the database, are not as they should be: its message says what a person must do. */
export class MigrationError extends Error {}

/** The same place seen from src/migrations and from dist/migrations. */
const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url))

const FILE = /^((\d{4})-[a-z0-9-]+)\.(up|down)\.sql$/

/** All migrations, in the one order that goes over all folders. */
export async function readMigrations(folder = FOLDER): Promise<Migration[]> {
  const migrations = pair(await readFiles(folder))
  migrations.forEach((migration, index) => {
    const expected = index + 1
    if (migration.number < expected) throw new MigrationError(`There are two migrations ${migration.number}`)
    if (migration.number > expected)
      throw new MigrationError(`Migration ${expected} is missing: after ${index} comes ${migration.name}`)
  })
  return migrations
}

async function readFiles(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue
    if (!FILE.test(entry.name))
      throw new MigrationError(`${entry.name} is not named like a migration: NNNN-name.up.sql or NNNN-name.down.sql`)
    if (files.has(entry.name)) throw new MigrationError(`There are two files ${entry.name}`)
    // A checkout with other line ends is the same migration.
    files.set(entry.name, (await readFile(join(entry.parentPath, entry.name), 'utf8')).replaceAll('\r\n', '\n'))
  }
  return files
}

function pair(files: ReadonlyMap<string, string>): Migration[] {
  const names = new Set([...files.keys()].map((file) => file.replace(/\.(up|down)\.sql$/, '')))
  return [...names].sort().map((name) => {
    const up = files.get(`${name}.up.sql`)
    const down = files.get(`${name}.down.sql`)
    if (up === undefined || down === undefined)
      throw new MigrationError(`Migration ${name} lacks its ${up === undefined ? 'up' : 'down'} file`)
    // Of what ran, not of the way back: that one may still be put right.
    return { number: Number(name.slice(0, 4)), name, up, down, checksum: createHash('sha256').update(up).digest('hex') }
  })
}
